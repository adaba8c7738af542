"""Pages of accounts: logging in, one's own account, and what an administrator does."""
