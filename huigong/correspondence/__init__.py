"""The letters of a case: made with the move that owes them, read by whoever may, served, checked by anybody."""
