"""The command `huigong`."""
