"""Reference data of the kernel, and the readers of its tables."""
