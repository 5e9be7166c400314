"""Where whoever the protocol asks answers, and confirms what they agreed to by telephone."""
