"""Argon2 with the smallest cost, for tests alone."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The real algorithm, cheap: 1 pass over 8 kB."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
