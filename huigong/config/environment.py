"""The settings a county's technician may change, all read from environment variables.

Every name begins with `HUIGONG_` except `DATABASE_URL`, which is the form that
hosting platforms hand out. docs/reference/settings.md lists them all; a test
holds the list and this file together.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
TRUE_WORDS = {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in TRUE_WORDS


def whole(name: str, default: int, *, least: int = 1) -> int:
    """A whole number; raises ValueError, with the name in it, for anything else or for less than `least`."""
    given = text(name).strip()
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and int(given) >= least):
        raise ValueError(f"{name} must be a whole number, {least} or more, not {given!r}")
    return int(given)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """`a=1,b=2`; raises ValueError, with the name in it, for a part without `=`."""
    values = {}
    for word in words(name):
        key, equals, value = word.partition("=")
        if not (key.strip() and equals and value.strip()):
            raise ValueError(f"{name} must be written name=value,name=value, not {word!r}")
        values[key.strip()] = value.strip()
    return values


def place(name: str, default: Path) -> Path:
    """A place on the disk, a folder or a file."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def database(data: Path) -> dict[str, object]:
    """Django's database settings from DATABASE_URL, or SQLite in the data folder.

    SQLite runs in WAL mode and takes the write lock at BEGIN: a transaction
    that reads first and writes later would otherwise fail instead of waiting.
    Every commit waits for the disk (synchronous=FULL): a receipt that was given
    is still there after a power loss.
    """
    url = text("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "huigong.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # The counts of a province's task list look dear to the planner and end after a thousand rows each: compiling them
        # took 125 of 159 ms (60,000 cases).
        "OPTIONS": {"options": "-c jit=off"},
    }


def secret(data: Path) -> str:
    """The signing key: given, or made once and kept in the data folder (readable by its owner only)."""
    return text("HUIGONG_SECRET_KEY") or kept_secret(data / "secret.key")


def kept_secret(path: Path) -> str:
    """A random key that is made at the first start and read ever after.

    It is written whole beside its place and then linked there: a crash, or a second
    process starting at the same moment, never sees half a key or an empty one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name}-"
        )  # readable by its owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()
