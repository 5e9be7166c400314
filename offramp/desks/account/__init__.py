"""Signing in, the second factor, and who one is acting as."""
