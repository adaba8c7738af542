"""What people say of a result (好差评): five grades, a line, and a follow-up where it was bad."""
