"""What the privacy officer alone does: who was seen by an account, and papers from courts and offices."""
