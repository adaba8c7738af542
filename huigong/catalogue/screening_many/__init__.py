"""Screens a whole province for every service of a region, from Parquet to Parquet."""
