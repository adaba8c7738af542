"""A bank file as it is kept: packed, since XML says everything twice, and as text, so that it is sealed like any other field."""

from __future__ import annotations

import base64
import hashlib
import zlib


def packed(content: bytes) -> str:
    """The bytes as a text without any of their words."""
    return base64.b64encode(zlib.compress(content, 1)).decode()


def unpacked(text: str) -> bytes:
    """The same bytes again."""
    return zlib.decompress(base64.b64decode(text))


def digest(content: bytes) -> str:
    """SHA-256, 64 hexadecimal digits: what maker and checker compare, and bank and office."""
    return hashlib.sha256(content).hexdigest()
