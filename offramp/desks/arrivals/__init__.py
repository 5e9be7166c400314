"""What a live release lets a justice partner have: drawn once, whole, after signing in."""
