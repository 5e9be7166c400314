"""On call: the ring, the way, the meeting at the scene, and looking for somebody."""
