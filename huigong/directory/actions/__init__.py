"""What changes accounts and roles: `accounts.create_official(…)`, `accounts.assign_role(…)`."""
