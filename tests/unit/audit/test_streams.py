"""Sealed streams: read back whole, and cut, changed or mixed ones do not open."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.audit import streams
from huigong.audit.sealing import Sealer
from huigong.audit.streams import CHUNK
from huigong.kernel.errors import DomainError

SEALER = Sealer("11" * 32)
CONTEXT = "files.test"
LENGTHS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK)
HEAD, SEALED_CHUNK = 28, CHUNK + 16


def sealed(plain: bytes, *, context: str = CONTEXT) -> bytes:
    return b"".join(streams.seal(io.BytesIO(plain), sealer=SEALER, context=context))


def opened(data: bytes, *, piece: int = 1000, sealer: Sealer = SEALER) -> bytes:
    pieces = (data[at : at + piece] for at in range(0, len(data), piece))
    return b"".join(streams.unseal(pieces, sealer=sealer, context=CONTEXT))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_is_sealed_is_read_back_and_as_long_as_said(length: int) -> None:
    plain = bytes(range(256)) * (length // 256 + 1)
    data = sealed(plain[:length])
    assert len(data) == streams.sealed_size(length)
    assert opened(data) == plain[:length]


@given(st.binary(max_size=300), st.integers(1, 400))
def test_pieces_of_any_size_give_the_same(plain: bytes, piece: int) -> None:
    assert opened(sealed(plain), piece=piece) == plain


@pytest.mark.parametrize("length", LENGTHS)
def test_a_cut_stream_does_not_open(length: int) -> None:
    data = sealed(bytes(length))
    for cut in {0, 1, HEAD - 1, HEAD, len(data) - 1, len(data) - 16, len(data) - SEALED_CHUNK}:
        if 0 <= cut < len(data):
            with pytest.raises(DomainError) as error:
                opened(data[:cut])
            assert error.value.code == "sealing.broken"


def chunks_of(data: bytes) -> Iterator[bytes]:
    body = data[HEAD:]
    return (body[at : at + SEALED_CHUNK] for at in range(0, len(body), SEALED_CHUNK))


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2), (0, 0, 2), (0, 1), (0, 1, 2, 2)])
def test_chunks_that_were_moved_doubled_or_left_out_do_not_open(order: tuple[int, ...]) -> None:
    data = sealed(bytes(3 * CHUNK))
    chunks = list(chunks_of(data))
    with pytest.raises(DomainError):
        opened(data[:HEAD] + b"".join(chunks[place] for place in order))


def test_every_byte_counts() -> None:
    data = sealed(b"abc")
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(DomainError):
            opened(changed)


def test_it_opens_as_what_it_was_sealed_and_nowhere_else() -> None:
    with pytest.raises(DomainError):
        opened(sealed(b"abc", context="files.other"))


def test_an_old_key_opens_and_a_stranger_is_named() -> None:
    data = sealed(b"abc")
    assert opened(data, sealer=Sealer("22" * 32 + "," + "11" * 32)) == b"abc"
    with pytest.raises(DomainError) as error:
        opened(data, sealer=Sealer("22" * 32))
    assert error.value.code == "sealing.unknown_key"


def test_equal_contents_do_not_look_equal() -> None:
    assert sealed(b"abc")[HEAD:] != sealed(b"abc")[HEAD:]
