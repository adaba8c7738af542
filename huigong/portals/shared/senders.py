"""How a one-time code reaches a phone.

A sender is any callable `(phone, text) -> None`. Two are built in; a city names
its telecom's in HUIGONG_CODE_SENDER as `package.module:callable`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

Sender = Callable[[str, str], None]


def to_console(phone: str, text: str) -> None:
    """Prints the message where the server runs; for one's own machine."""
    print(f"[短信 {phone}] {text}", file=sys.stderr, flush=True)


def to_file(phone: str, text: str) -> None:
    """Writes the newest message for a phone to `CODE_FOLDER/<phone>.txt`, readable by the owner only."""
    folder = Path(settings.CODE_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{phone}.txt"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


_BUILT_IN: dict[str, Sender] = {"console": to_console, "file": to_file}


def sender(name: str | None = None) -> Sender:
    """The sender called `name` (default: settings.CODE_SENDER).

    Raises ImproperlyConfigured for a name that is neither built in nor importable.
    """
    wanted = name or settings.CODE_SENDER
    if wanted in _BUILT_IN:
        return _BUILT_IN[wanted]
    try:
        found: Sender = import_string(wanted.replace(":", "."))
    except ImportError as error:
        raise ImproperlyConfigured(f"HUIGONG_CODE_SENDER={wanted!r}: no such sender") from error
    return found
