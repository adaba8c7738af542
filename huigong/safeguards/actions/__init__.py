"""What changes something: calls that are drawn and answered, notices that are put up."""
