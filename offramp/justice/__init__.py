"""Diverted matters: the clock, the prosecutor's decision, what a justice partner is told."""
