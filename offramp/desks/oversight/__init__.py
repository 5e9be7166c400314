"""What both overseers look at: complaints, and weeks of openings."""
