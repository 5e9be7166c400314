"""What anyone may see and do without signing in: which sites there are, and to tell one about a person."""
