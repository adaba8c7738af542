"""The tables that an earlier run has made, kept for the next one: migrating an empty database takes eleven seconds.

A run of a fresh checkout migrates, and so does the first after a migration, a trigger or an installed package changed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def file(folder: Path) -> Path:
    """Where tables that are made as this checkout makes them lie in a folder, if they do."""
    made_by = sorted((ROOT / "huigong").rglob("*/migrations/*.py")) + sorted(
        (ROOT / "huigong").rglob("triggers.py")
    )
    made_by += [ROOT / "requirements-dev.lock", ROOT / "huigong" / "config" / "settings.py"]
    texts = (path.read_bytes() for path in made_by)
    digest = hashlib.sha256(sqlite3.sqlite_version.encode() + b"".join(texts)).hexdigest()
    return folder / f"{digest[:20]}.sqlite3"


def fill(database: sqlite3.Connection, kept: Path) -> None:
    """Puts the kept tables into an empty database."""
    with closing(sqlite3.connect(f"{kept.as_uri()}?mode=ro", uri=True)) as tables:
        tables.backup(database)


def keep(database: Any, kept: Path) -> None:
    """Keeps the tables of a database that has no row of a test yet, in place of those of before."""
    part = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(part)) as tables:
        database.backup(tables)
    for before in set(kept.parent.glob("*.sqlite3")) - {kept}:
        before.unlink(missing_ok=True)
    part.replace(kept)
