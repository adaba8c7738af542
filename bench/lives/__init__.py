"""What four lives take on a phone, from the first page to the receipt."""
