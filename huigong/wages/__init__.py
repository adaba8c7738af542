"""Wages from the contract to the worker's bank card."""
