"""Linkage of two registers: beside rules alone and beside splink alone."""
