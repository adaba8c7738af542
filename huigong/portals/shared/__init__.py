"""What both portals share: page frame, tokens, middleware, accounts."""
