"""Screens, grouped by who sits in front of them."""
