"""What a worker waits for: processor time of a question and of the results, through the whole application."""
