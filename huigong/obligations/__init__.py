"""What is owed again and again, by whom, until when, and whether it was done: declared, forecast, kept, told."""
