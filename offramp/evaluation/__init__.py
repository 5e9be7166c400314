"""Did it work, for whom, at what cost, and how sure are we: computed from extracts in files, never from live records."""
