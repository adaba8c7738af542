"""Asks every service of a region about a whole province of people, from Parquet to Parquet."""
