"""What a worker waits for at a cheap phone on a slow network, in a real browser."""
