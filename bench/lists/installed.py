"""An installation over an empty database, as a bench of the desk's pages needs it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def installed(folder: str, url: str = "") -> Iterator[None]:
    """Django with today's tables in the PostgreSQL at `url`, or in a SQLite in the folder; keys are in the folder."""
    os.environ |= {
        "HUIGONG_DATA": folder,
        "HUIGONG_HTTPS": "0",
        "HUIGONG_SECOND_FACTOR": "0",
        "DJANGO_SETTINGS_MODULE": "huigong.config.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    if url:
        os.environ["DATABASE_URL"] = url
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    try:
        yield
    finally:
        connections.close_all()
