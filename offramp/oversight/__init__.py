"""Who watches the watchers: complaints about what is done here, and reviews of who looked at what."""
