"""Telling people, sending what was told, and what they and their office do with it."""
