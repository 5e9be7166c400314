"""The civil-rights reviewer's desk: what waits for them."""
