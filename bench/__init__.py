"""Measurements that can be repeated: what is measured, how, and on what machine."""
