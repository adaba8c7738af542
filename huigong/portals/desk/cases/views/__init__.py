"""One module a noun; each view reads through queries and changes through actions."""
