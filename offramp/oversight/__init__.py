"""Who watches the watchers: complaints about what is done here."""
