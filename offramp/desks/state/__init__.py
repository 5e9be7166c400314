"""The state coordinator: where sites are open, and counts. No person has a page here."""
