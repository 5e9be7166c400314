"""Offramp runs a Law Enforcement Assisted Diversion (LEAD) site."""

__version__ = "0.1.0"
