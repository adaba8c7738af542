"""Sealing of what is too long for one text: files, in chunks, each SM4-GCM, of bounded memory.

A stream has a key of its own, derived from the sealing key and a random salt, so counters may serve
as nonces. The nonce of a chunk holds its place and whether it is the last: chunks that were moved,
doubled or left out do not open, and neither does a stream that was cut.

    HGS1 | key id (8) | salt (16) | chunk: ciphertext (at most 65536) and tag (16) | … | last chunk
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from secrets import token_bytes
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from huigong.audit.sealing import Sealer
from huigong.kernel.errors import DomainError, Unavailable

CHUNK = 64 * 1024
_MARK, _KEY_ID, _SALT, _TAG = b"HGS1", 8, 16, 16
_HEAD = len(_MARK) + _KEY_ID + _SALT
_COUNTER = 11  # bytes; with the byte that marks the end, the 12 of a nonce


def sealed_size(plain: int) -> int:
    """How long the sealed stream of so many plain bytes is."""
    return _HEAD + plain + _TAG * max(1, -(-plain // CHUNK))


def seal(source: BinaryIO, *, sealer: Sealer, context: str) -> Iterator[bytes]:
    """The sealed stream in pieces. `context` names what it is; it opens nowhere else.

    `source.read` gives as much as is asked for until the end, as files do.
    """
    salt = token_bytes(_SALT)
    key = sealer.stream_key(salt)
    yield _MARK + sealer.key_id.encode() + salt
    chunk, place = source.read(CHUNK), 0
    while True:
        following = source.read(CHUNK)
        mode = modes.GCM(_nonce(place, is_last=not following))
        encryptor = Cipher(algorithms.SM4(key), mode).encryptor()
        encryptor.authenticate_additional_data(context.encode())
        yield encryptor.update(chunk) + encryptor.finalize() + encryptor.tag
        if not following:
            return
        chunk, place = following, place + 1


def unseal(pieces: Iterable[bytes], *, sealer: Sealer, context: str) -> Iterator[bytes]:
    """The plain chunks, each verified before it is given.

    Raises `DomainError`: `sealing.unknown_key`; `sealing.broken` for a stream that was changed, cut,
    or sealed for another context, before anything that was changed is given.
    """
    source = _Pieces(pieces)
    head = source.take(_HEAD)
    if len(head) < _HEAD or not head.startswith(_MARK):
        raise broken()
    key_id, salt = head[len(_MARK) :][:_KEY_ID], head[len(_MARK) + _KEY_ID :]
    key = sealer.stream_key(salt, key_id=key_id.decode("ascii", "replace"))
    chunk, place = source.take(CHUNK + _TAG), 0
    while True:
        following = source.take(CHUNK + _TAG)
        yield _opened(chunk, key, _nonce(place, is_last=not following), context)
        if not following:
            return
        chunk, place = following, place + 1


class _Pieces:
    """Pieces of any size, taken in the sizes that the reader wants."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.held = iter(pieces), b""

    def take(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end."""
        while len(self.held) < size and (piece := next(self.pieces, b"")):
            self.held += piece
        taken, self.held = self.held[:size], self.held[size:]
        return taken


def _opened(sealed: bytes, key: bytes, nonce: bytes, context: str) -> bytes:
    if len(sealed) < _TAG:
        raise broken()
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
    decryptor.authenticate_additional_data(context.encode())
    try:
        return decryptor.update(sealed[:-_TAG]) + decryptor.finalize()
    except InvalidTag as error:
        raise broken() from error


def _nonce(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(_COUNTER, "big") + bytes([is_last])


def broken() -> DomainError:
    """What is said of sealed content that is cut or changed."""
    return Unavailable(
        code="sealing.broken",
        what="这个文件打不开",
        why="存放的内容不完整，或者被改动过",
        do="请管理员从备份里恢复这个文件",
    )
