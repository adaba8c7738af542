"""Two providers for one's own machine: no phone gets anything."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings

from huigong.messages.sms.terms import Sms

CODE = "login-code"
KEPT_SECONDS = 600  # twice as long as a code is good


class Console:
    """Prints the message where the server runs."""

    def send(self, phone: str, sms: Sms) -> None:
        print(f"[短信 尾号{phone[-4:]}] {sms.text}", file=sys.stderr, flush=True)


class Folder:
    """Writes the newest message of each template for a phone into a file of its own, readable by the owner only.

    Messages whose code is no longer good are removed.
    """

    def send(self, phone: str, sms: Sms) -> None:
        folder = Path(settings.SMS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = code_file(folder, phone, template=sms.template)
        path.touch(mode=0o600)
        path.write_text(sms.text, encoding="utf-8")
        _forget_old(folder, written_at=path.stat().st_mtime)


def code_file(folder: Path, phone: str, *, template: str = CODE) -> Path:
    """Where `Folder` writes for this phone: the name does not reveal the phone.

    The key of the names lies in the folder, so that a program that plays the phone finds its file.
    """
    digest = hmac.new(_key_of(folder), f"{template} {phone}".encode(), hashlib.sha256).hexdigest()
    return folder / f"{digest[:32]}.txt"


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


def _forget_old(folder: Path, *, written_at: float) -> None:
    for path in folder.glob("*.txt"):
        with contextlib.suppress(FileNotFoundError):  # another process was faster
            if path.stat().st_mtime < written_at - KEPT_SECONDS:
                path.unlink()
