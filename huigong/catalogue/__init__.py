"""Public services: what they give, to whom, by when; and who is entitled."""
