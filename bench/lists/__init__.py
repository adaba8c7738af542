"""What the list pages of the desk ask of a PostgreSQL that holds a province's cases."""
