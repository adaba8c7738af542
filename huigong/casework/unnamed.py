"""The secret with which somebody who gave no name follows a case; only its digest is kept."""

from __future__ import annotations

from huigong.audit.fields import blind_index
from huigong.kernel.signing import sm3_hex

_CONTEXT = "casework.Party.secret"
_DIGITS = 20


def secret_for(key: str) -> str:
    """Twenty digits in fours, the same for the same request, so that one sent twice shows the same."""
    number = str(int(blind_index(key.strip(), context=_CONTEXT), 16))[-_DIGITS:]
    return "-".join(number[start : start + 4] for start in range(0, _DIGITS, 4))


def digest(secret: str) -> str:
    """What is kept of a secret; spaces and hyphens in what people type do not count."""
    return sm3_hex("".join(part for part in secret if part.isalnum()).encode())
