"""Whether two records are of one person, from names and dates that were typed in a hurry. Plain Python over files."""
