"""Files on pages: a panel that takes them, with or without JavaScript, and the one address that shows them."""
