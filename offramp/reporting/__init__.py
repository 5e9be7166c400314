"""Counts over a site, a region, a state. Never a person."""
