"""People as they say they are, and candidates for being the same person."""
