"""Components, form widgets and template tags that every desk uses."""
