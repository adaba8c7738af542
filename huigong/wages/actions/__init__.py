"""What is done with months and with warnings."""
