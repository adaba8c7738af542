"""Wages at the desk: warnings of the offices, and a project with its five accounts side by side."""
