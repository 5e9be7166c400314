"""Where any member of the care staff, or the privacy officer, writes down that somebody said to stop."""
