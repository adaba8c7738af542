"""Bytes under seal in the store: put, opened, removed. Knows keys, no rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain

from huigong.audit import streams
from huigong.audit.fields import sealer
from huigong.files.stores import new_key, store

_CONTEXT = "files.bytes."  # with the key: bytes that were moved to another place do not open there


def put(plain: bytes) -> str:
    """Seals and stores; the key. On disk for good when it returns. Raises `Unavailable` (`files.store`)."""
    key = new_key()
    pieces = streams.seal(io.BytesIO(plain), sealer=sealer(), context=_CONTEXT + key)
    store().put(key, pieces, size=streams.sealed_size(len(plain)))
    return key


def opened(key: str) -> Iterator[bytes]:
    """The plain bytes in chunks.

    Raises `Unavailable`: `files.lost`, `files.store`, `sealing.unknown_key`; `sealing.broken` as soon
    as a chunk does not fit, before it is given.
    """
    chunks = streams.unseal(store().get(key), sealer=sealer(), context=_CONTEXT + key)
    return chain([next(chunks)], chunks)  # what is wrong at the beginning is told before anything is sent


def read(key: str) -> bytes:
    """All of it at once."""
    return b"".join(opened(key))


def remove(*keys: str) -> None:
    """What is not removed now is removed by the sweep, since no row names it any more."""
    for key in filter(None, keys):
        store().remove(key)
