"""The hash of passwords for tests."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """The product's Argon2 with the least time and memory that it takes: a thousandth of the work."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
