"""What can be done to the register: people, facts, engagements, households."""
