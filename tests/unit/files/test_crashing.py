"""Stopped at any line, keeping a file leaves no half: a row has its bytes, and bytes without a row are swept.

With every change each third line is tried, from another one on in each run; before a release every line."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db import connection

from huigong.files import actions, queries, sweeping
from huigong.files.models import Attachment, StoredFile
from huigong.files.states import LIVE
from tests.effort import before_a_release
from tests.unit.files import makers
from tests.unit.files.handing import NOW, OFFICER, PLACE, WORKER, keep, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Stopped between opening a file and its `with`, nobody closes it: the end of the program does.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WATCHED = ("huigong/files/actions.py", "huigong/files/keeping.py", "huigong/files/stores/folder.py",
           "huigong/kernel/wholefiles.py")  # fmt: skip


WINDOWS = 6
AGAIN = 7  # after every seventh line the same file is handed in once more


class Killed(BaseException):
    """Nothing catches it."""


@contextmanager
def killed_at(line: int) -> Iterator[list[int]]:
    """Ends what runs when it comes to its `line`-th line in the watched files; the list counts them."""
    passed = [0]

    def watch(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.endswith(WATCHED):
            return None
        if event == "line":
            passed[0] += 1
            if passed[0] == line:
                raise Killed
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        yield passed
    finally:
        sys.settrace(before)


def connection_lost() -> None:
    """What the database makes of a program that is gone: its transaction never was."""
    connection.savepoint_ids, connection.atomic_blocks, connection.run_on_commit = [], [], []
    connection.in_atomic_block = connection.needs_rollback = False
    connection.rollback()
    connection.set_autocommit(True)


def steps_of(act: Callable[[], object]) -> int:
    with killed_at(-1) as passed:
        act()
    return passed[0]


def tried(steps: int) -> range:
    """The lines at which it is stopped."""
    apart = 1 if before_a_release() else 3
    return range(random.randint(1, apart), steps + 1, apart)


def is_whole(folder: Path) -> bool:
    """Every row that says so has its bytes."""
    keys = StoredFile.objects.filter(state__in=LIVE).order_by("pk").values_list("key", "thumbnail_key")
    there = stored(folder)
    return all(key in there and thumbnail in there for key, thumbnail in keys)


def emptied(folder: Path) -> None:
    Attachment.objects.all().delete()
    for file in StoredFile.objects.order_by("pk"):
        file.delete()
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


def swept(folder: Path) -> sweeping.Swept:
    """As if days had passed."""
    later = NOW + timedelta(days=3650)
    Attachment.objects.update(attached_at=later)
    return sweeping.sweep(by=OFFICER, now=later)


def test_keeping_stopped_at_each_line(folder: Path) -> None:
    data = makers.jpeg()
    steps = steps_of(lambda: keep(data))
    assert steps > 40, "the lines are watched"
    for step in tried(steps):
        emptied(folder)
        try:
            with killed_at(step):
                keep(data)
        except Killed:
            connection_lost()
        assert is_whole(folder), step
        assert swept(folder).lost == (), step
        rows = StoredFile.objects.count()
        assert len(stored(folder)) == 2 * rows, f"line {step} left bytes that nobody names"
        if step % AGAIN == 0:
            assert b"".join(queries.opened(WORKER, keep(data).public_id, now=NOW).chunks), step


def test_removing_stopped_at_each_line(folder: Path) -> None:
    data = makers.jpeg()

    def remove() -> None:
        file = StoredFile.objects.get(state="ready")
        actions.remove(file_id=file.public_id, place=PLACE, by=WORKER, now=NOW)

    keep(data)
    steps = steps_of(remove)
    assert steps > 15, "the lines are watched"
    for step in tried(steps):
        emptied(folder)
        keep(data)
        try:
            with killed_at(step):
                remove()
        except Killed:
            connection_lost()
        assert is_whole(folder), step
        assert swept(folder).lost == (), step
        assert len(stored(folder)) == 2 * StoredFile.objects.filter(state="ready").count(), step


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer, and its test database lives in the memory of one connection",
)
def test_several_who_hand_in_the_same_at_once_have_one_file(folder: Path) -> None:
    data = makers.jpeg()
    keep()  # what is loaded at the first time is loaded
    emptied(folder)

    def window(number: int) -> int:
        try:
            return keep(data, name=f"{number}.jpg").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(WINDOWS) as pool:
        kept = set(pool.map(window, range(WINDOWS)))
    assert len(kept) == 1
    assert StoredFile.objects.count() == Attachment.objects.count() == 1
    assert len(stored(folder)) == 2
