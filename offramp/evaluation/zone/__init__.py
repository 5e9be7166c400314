"""The protected zone: a folder of its own where agencies' records lie under one approval until their day. Plain Python."""
