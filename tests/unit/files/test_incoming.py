"""Files that come in parts: the server says where it stands, and nothing is doubled or lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huigong.files import actions, incoming, queries, sweeping
from huigong.files.content.kinds import Kind
from huigong.files.models import IncomingFile, StoredFile
from huigong.kernel.errors import Conflict, Invalid, NotFound, TooMany
from tests.unit.files import makers
from tests.unit.files.handing import NOW, OFFICER, PLACE, STRANGER, WORKER, elsewhere, stored

pytestmark = pytest.mark.django_db(transaction=True)
SENDER = "s" * 32
PART = 1000


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "PART_BYTES", PART)


def begin(data: bytes, *, name: str = "合同.jpg", **place: Any) -> IncomingFile:
    return incoming.begin(name=name, size=len(data), sender=SENDER, place=elsewhere(**place), now=NOW)


def send(file: IncomingFile, data: bytes, *, offset: int = 0, until: int | None = None) -> None:
    for at in range(offset, len(data) if until is None else until, PART):
        part = data[at : at + PART]
        incoming.append(incoming_id=file.public_id, sender=SENDER, offset=at, part=part, now=NOW)


def finish(file: IncomingFile) -> StoredFile:
    return incoming.finish(incoming_id=file.public_id, sender=SENDER, by=WORKER, now=NOW)


def received(file: IncomingFile) -> int:
    return incoming.of(file.public_id, sender=SENDER).received


def test_what_came_in_parts_is_the_file(folder: Path) -> None:
    data = ("一行字\n" * 900).encode()
    file = begin(data, name="聊天.txt")
    send(file, data)
    kept = finish(file)
    assert kept.name == "聊天.txt"
    assert b"".join(queries.opened(WORKER, kept.public_id, now=NOW).chunks) == data
    assert not IncomingFile.objects.exists()
    assert stored(folder) == [kept.key]


def test_after_a_lost_connection_it_goes_on_where_it_stood() -> None:
    data = makers.jpeg((300, 300), quality=95)
    file = begin(data)
    send(file, data, until=2 * PART)
    assert received(file) == 2 * PART
    send(file, data, offset=received(file))
    assert finish(file).kind == Kind.JPEG


def test_a_part_that_came_twice_is_not_taken_twice() -> None:
    data = makers.jpeg((300, 300), quality=95)
    file = begin(data)
    send(file, data, until=PART)
    with pytest.raises(Conflict) as refused:
        send(file, data, until=PART)
    assert refused.value.code == "files.offset"
    assert received(file) == PART


def test_a_part_that_lost_a_race_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests with the same part: both have read that nothing came yet."""
    data = makers.jpeg((300, 300), quality=95)
    file = begin(data)
    before = incoming.of(file.public_id, sender=SENDER)
    send(file, data, until=PART)
    monkeypatch.setattr(incoming, "of", lambda *_, **__: before)
    with pytest.raises(Conflict):
        send(file, data, until=PART)
    assert len(stored(folder)) == 1


@pytest.mark.parametrize("part", [b"", b"x", bytes(PART - 1), bytes(PART + 1), bytes(PART + 100)])
def test_a_part_of_the_wrong_length_is_refused(part: bytes) -> None:
    file = begin(bytes(PART + 100))
    with pytest.raises(Invalid):
        incoming.append(incoming_id=file.public_id, sender=SENDER, offset=0, part=part, now=NOW)


def test_nobody_else_goes_on_with_it() -> None:
    file = begin(b"abc")
    with pytest.raises(NotFound):
        incoming.of(file.public_id, sender="x" * 32)


def test_it_is_not_kept_before_all_of_it_has_come() -> None:
    data = makers.jpeg((300, 300), quality=95)
    file = begin(data)
    send(file, data, until=PART)
    with pytest.raises(Conflict):
        finish(file)


def test_what_is_refused_at_the_end_is_gone(folder: Path) -> None:
    file = begin(makers.HTML)
    send(file, makers.HTML)
    with pytest.raises(Invalid):
        finish(file)
    assert not IncomingFile.objects.exists() and not stored(folder)


def test_what_the_day_has_no_room_for_waits_for_another_try(settings: Any) -> None:
    data = makers.jpeg()
    file = begin(data)
    send(file, data)
    settings.FILES_PER_DAY = 0
    with pytest.raises(TooMany):
        finish(file)
    settings.FILES_PER_DAY = 1
    assert finish(file)


def test_the_kinds_of_the_place_are_remembered() -> None:
    data = makers.pdf()
    file = begin(data, kinds=frozenset({Kind.JPEG}))
    send(file, data)
    with pytest.raises(Invalid):
        finish(file)


def test_what_is_announced_counts_for_the_day(settings: Any) -> None:
    settings.FILES_PER_DAY = 1
    begin(bytes(900_000))
    with pytest.raises(TooMany):
        begin(bytes(900_000))


def test_nobody_opens_more_than_twenty() -> None:
    for _ in range(incoming.MOST_AT_ONCE):
        begin(b"abc")
    with pytest.raises(TooMany):
        begin(b"abc")


def test_what_was_left_half_way_is_gone_after_a_day_and_not_before(folder: Path) -> None:
    file = begin(bytes(3000))
    send(file, bytes(3000), until=PART)
    sweeping.sweep(by=OFFICER, now=NOW + timedelta(hours=23))
    assert received(file) == PART and len(stored(folder)) == 1
    sweeping.sweep(by=OFFICER, now=NOW + timedelta(hours=25))
    assert not IncomingFile.objects.exists() and not stored(folder)


def test_asking_again_after_a_crash_gives_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file was kept, and the program ended before the parts were dropped."""
    data = makers.jpeg()
    file = begin(data)
    send(file, data)
    kept = actions.keep(data=data, name="合同.jpg", place=PLACE, by=WORKER, now=NOW)
    assert finish(file).pk == kept.pk
    assert StoredFile.objects.count() == 1


def test_whoever_may_not_see_the_place_any_more_brings_nothing_there(folder: Path) -> None:
    data = b"x" * 100
    file = begin(data)
    send(file, data)
    with pytest.raises(NotFound):
        incoming.finish(incoming_id=file.public_id, sender=SENDER, by=STRANGER, now=NOW)
    assert not StoredFile.objects.exists() and not stored(folder)
