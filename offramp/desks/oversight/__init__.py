"""The desk of both overseers: complaints, and weeks of openings."""
