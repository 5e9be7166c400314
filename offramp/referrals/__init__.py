"""Three doors into the program, and the hand-off."""
