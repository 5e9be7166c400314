"""The meeting at the scene, what is needed now, naloxone, and the intake in parts."""
