"""One roster, many filings: what platforms want of a site, as the packs describe it, written and read back."""
