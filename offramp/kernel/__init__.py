"""Decisions, the trail, time, identifiers and the classification of fields. Nothing about LEAD."""
