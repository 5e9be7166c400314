"""The prosecutor: matters to review, one matter exactly as the rules allow it to be shown, and the decision."""
