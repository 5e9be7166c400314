"""States, regions, counties, sites, agencies, units, members and who is on call."""
