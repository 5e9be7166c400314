"""The people one works with: what is due, the person's page, the release, the intake, the clock in plain words."""
