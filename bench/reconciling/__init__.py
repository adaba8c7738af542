"""A month of a province, made up with faults at known rates, and what reconciles it."""
