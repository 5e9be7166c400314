"""PostgreSQL that knows at which site somebody acts, and keeps every other site's rows from them."""
