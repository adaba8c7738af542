"""Files are examined in a process of their own: one that eats time or memory is refused, and others go on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import translation

from huigong.files import apart
from huigong.files.apart import Costly, examine_apart
from huigong.files.content.examining import examine
from huigong.files.content.kinds import Kind
from huigong.kernel import turns
from huigong.kernel.errors import Invalid, TooMany
from tests.unit.files import makers

SIDE = 2400


@pytest.fixture(autouse=True)
def ended() -> Any:
    """Each test starts a process of its own and leaves none behind."""
    apart._end_kept()
    yield
    apart._end_kept()


@contextmanager
def full() -> Iterator[None]:
    """All places for slow work of this process are taken, by different networks."""
    taken = [f"192.0.2.{count}" for count in range(turns._MOST_TOGETHER)]
    assert all([turns._together.take(each) for each in taken])
    yield
    for each in taken:
        turns._together.give_back(each)


def refused(data: bytes) -> Invalid:
    with pytest.raises(Invalid) as error:
        examine_apart(data, longest_side=SIDE)
    assert error.value.what and error.value.why and error.value.do
    return error.value


@pytest.mark.parametrize("make", [makers.jpeg, makers.heic, makers.png, makers.pdf, makers.docx, makers.xlsx])
def test_it_says_the_same_as_here(make: Any) -> None:
    data = make()
    assert examine_apart(data, longest_side=SIDE) == examine(data, longest_side=SIDE)


def test_what_takes_too_much_memory_is_refused_and_the_next_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_MEMORY", 400 * 1024 * 1024)
    assert refused(makers.png((9000, 5000), "RGBA")).code in {"files.too_dear", "files.bomb"}
    assert examine_apart(makers.jpeg(), longest_side=SIDE).kind is Kind.JPEG


def test_what_takes_too_much_time_is_refused_and_the_next_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as short:
        short.setattr(apart, "_WALL_SECONDS", 0.01)
        assert refused(makers.pdf_of_broken_bombs()).code == "files.too_dear"
    assert examine_apart(makers.jpeg(), longest_side=SIDE).kind is Kind.JPEG


def test_it_has_so_many_seconds_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_SECONDS", -1)  # what it took to start counts: a quick machine unpacks this in one
    monkeypatch.setattr(apart, "_WALL_SECONDS", 600.0)
    streams = (b"stream\n" + makers.zlib.compress(b"") + b"\nendstream\n") * 30_000
    busy = b"%PDF-1.4\n" + streams + b"stream\n" + makers.zlib.compress(bytes(290 * 1024 * 1024)) + b"%%EOF\n"
    assert refused(busy).code == "files.too_dear"


def test_a_process_that_was_ended_from_outside_is_replaced() -> None:
    examine_apart(makers.jpeg(), longest_side=SIDE)
    process = apart._kept[0]._process
    os.kill(process.pid, signal.SIGTERM)
    process.wait()
    assert examine_apart(makers.jpeg(), longest_side=SIDE).kind is Kind.JPEG


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_refusal_is_in_the_language_of_whoever_asks(language: str) -> None:
    with translation.override(language):
        said = refused(makers.pdf()[:-200])
        with pytest.raises(Invalid) as here:
            examine(makers.pdf()[:-200], longest_side=SIDE)
    assert said == here.value
    assert said.what.isascii() is (language == "en")


def test_one_process_examines_many_files() -> None:
    examine_apart(makers.jpeg(), longest_side=SIDE)
    first = apart._kept[0]
    refused(b"%PDF-1.7\n%%EOF")
    examine_apart(makers.pdf(), longest_side=SIDE)
    assert apart._kept == [first]


def test_who_comes_while_others_wait_is_told_at_once() -> None:
    """The other threads of a server serve pages meanwhile."""
    with full(), pytest.raises(TooMany) as error:
        examine_apart(makers.jpeg(), longest_side=SIDE)
    assert error.value.code == "files.busy"
    assert examine_apart(makers.jpeg(), longest_side=SIDE).kind == Kind.JPEG


def test_what_the_first_bytes_tell_needs_no_process_and_no_turn() -> None:
    """Anybody can send a bomb of 69 bytes: it must not stand in front of anybody's photograph."""
    with full():
        assert refused(makers.png_bomb()).code == "files.bomb"
        assert refused(b"GIF89a" + bytes(100)).code == "files.kind"
    assert not apart._kept


def test_a_refusal_that_cost_nothing_leaves_the_process_to_the_next() -> None:
    examine_apart(makers.jpeg(), longest_side=SIDE)
    first = apart._kept[0]
    error = refused(makers.zip_bomb())
    assert (error.code, type(error)) == ("files.bomb", Invalid)
    assert apart._kept == [first]


def test_a_refusal_that_cost_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WALL_SECONDS", 0.01)
    assert isinstance(refused(makers.pdf_of_broken_bombs()), Costly)
