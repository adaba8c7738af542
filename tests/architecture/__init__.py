"""What no single folder can hold: the shape of the whole house."""
