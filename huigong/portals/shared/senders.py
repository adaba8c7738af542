"""How a one-time code reaches a phone.

A sender is any callable `(phone, text) -> None`. Two are built in, for one's own machine; a city
names its telecom's in HUIGONG_CODE_SENDER as `package.module:callable`.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

Sender = Callable[[str, str], None]

KEPT_SECONDS = 600  # twice as long as a code is good
UNSENT = (
    "警告：HUIGONG_CODE_SENDER={name}：务工人员收不到验证码，谁能看这台机器的{where}，谁就能登录任何人的账号。"
    "只能用于演示。请设为本地短信平台的发送程序（package.module:callable）。"
)
_WHERE = {"console": "日志", "file": "文件"}


def to_console(phone: str, text: str) -> None:
    """Prints the message where the server runs; for one's own machine."""
    print(f"[短信 尾号{phone[-4:]}] {text}", file=sys.stderr, flush=True)


def to_file(phone: str, text: str) -> None:
    """Writes the newest message for a phone to `code_file(phone)`, readable by the owner only.

    Messages whose code is no longer good are removed.
    """
    folder = Path(settings.CODE_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = code_file(folder, phone)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    _forget_old(folder, now=time.time())


def code_file(folder: Path, phone: str) -> Path:
    """Where `to_file` writes for this phone: the name does not reveal the phone.

    The key of the names lies in the folder, so that a program that plays the phone finds its file.
    """
    digest = hmac.new(_key_of(folder), phone.encode(), hashlib.sha256).hexdigest()
    return folder / f"{digest[:32]}.txt"


def warning() -> str:
    """What to say when the server starts, or "" where messages reach phones or nothing here is real."""
    where = _WHERE.get(settings.CODE_SENDER, "")
    return UNSENT.format(name=settings.CODE_SENDER, where=where) if where and not settings.DEMO else ""


def _key_of(folder: Path) -> bytes:
    """Created at the first message; of two processes at the same moment both use the first one's."""
    path = folder / "names.key"
    if not path.exists():
        draft = folder / f".{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()


def _forget_old(folder: Path, *, now: float) -> None:
    for path in folder.glob("*.txt"):
        with contextlib.suppress(FileNotFoundError):  # another process was faster
            if path.stat().st_mtime < now - KEPT_SECONDS:
                path.unlink()


_BUILT_IN: dict[str, Sender] = {"console": to_console, "file": to_file}


def sender(name: str | None = None) -> Sender:
    """The sender called `name` (default: settings.CODE_SENDER).

    Raises ImproperlyConfigured for a name that is neither built in nor importable.
    """
    wanted = name or settings.CODE_SENDER
    if wanted in _BUILT_IN:
        return _BUILT_IN[wanted]
    try:
        imported: Sender = import_string(wanted.replace(":", "."))
    except ImportError as error:
        raise ImproperlyConfigured(f"HUIGONG_CODE_SENDER={wanted!r}: no such sender") from error
    return imported
