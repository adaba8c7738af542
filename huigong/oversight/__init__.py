"""What was promised, by whom, and what came of it."""
