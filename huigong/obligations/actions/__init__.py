"""What is done about obligations, by people and by night."""
