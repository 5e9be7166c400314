"""The sergeant's desk: what waits for an answer, and what was agreed to by telephone."""
