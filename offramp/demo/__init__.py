"""Builds the demonstration sites, only through reads and actions."""
