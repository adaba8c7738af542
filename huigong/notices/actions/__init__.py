"""What is done with letters: issued, printed again, served; and the templates that an office edits."""
