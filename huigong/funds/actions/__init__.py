"""What is done with money."""
