"""Regions, departments over time, officials, roles and permissions."""
