"""What changes offers, rounds, requests and places."""
