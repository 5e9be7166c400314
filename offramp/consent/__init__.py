"""Releases of information, and the one decision about disclosure."""
