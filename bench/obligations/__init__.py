"""Twelve obligations of two million people."""
