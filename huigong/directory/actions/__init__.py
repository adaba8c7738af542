"""What changes accounts and roles: `accounts.create_official(…)`, `roles.assign_role(…)`."""
