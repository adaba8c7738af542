"""People, households, engagements and what is known about them."""
