"""People's whole ways through the product."""
