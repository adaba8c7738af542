"""What is done with the letters of a case."""
