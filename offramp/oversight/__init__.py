"""Who watches the watchers: complaints, reviews of who looked at what, and what courts and offices ask for."""
