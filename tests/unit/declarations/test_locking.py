"""The lock of any kind of declaration: what the lock gives out stays, and sections do not disturb each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from huigong.declarations.locking import Meaning, Released, Section, Term, check, given, lock
from huigong.kernel.packs import PackError, Report


def next_slot(id: str, says: Meaning, every: Mapping[str, Meaning]) -> Meaning:
    return {"slot": f"date_{1 + sum('slot' in row for row in every.values())}"}


SLOTS = Section("records", "记录", (Term("type", "类型"), Term("slot", "位置", given=True)), next_slot)
CODES = Section("codes", "代码表")
NATION, BELOW = "100000/couriers", "510400/couriers"


def of(folder: str, *ids: str, type: str = "date") -> list[Released]:
    return [Released("records", folder, id, {"type": type}) for id in ids]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for folder in (NATION, BELOW):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def slots(packs: Path) -> dict[str, str]:
    return {id: says["slot"] for id, says in given(packs, SLOTS).items()}


def test_what_the_lock_gave_out_stays_and_is_given_to_nobody_else(packs: Path) -> None:
    lock(packs, [SLOTS], [*of(NATION, "plate.a"), *of(BELOW, "plate.b")])
    assert slots(packs) == {"plate.a": "date_1", "plate.b": "date_2"}
    lock(packs, [SLOTS], [*of(NATION, "plate.0", "plate.a"), *of(BELOW, "plate.b")])
    assert slots(packs) == {"plate.0": "date_3", "plate.a": "date_1", "plate.b": "date_2"}
    assert lock(packs, [SLOTS], [*of(NATION, "plate.0", "plate.a"), *of(BELOW, "plate.b")]) == []


def test_locking_one_kind_leaves_the_others_as_they_are(packs: Path) -> None:
    lock(packs, [SLOTS], of(NATION, "plate.a"))
    lock(packs, [CODES], [Released("codes", NATION, "车况", members=("好", "坏"))])
    assert slots(packs) == {"plate.a": "date_1"}
    report = Report()
    check(packs, [SLOTS], of(NATION, "plate.a"), report)
    assert not report


def test_what_is_used_again_with_another_meaning_is_refused(packs: Path) -> None:
    lock(packs, [SLOTS], of(NATION, "plate.a"))
    with pytest.raises(PackError, match="类型原来是“date”，现在成了“int”"):
        lock(packs, [SLOTS], of(NATION, "plate.a", type="int"))
    with pytest.raises(PackError, match="发布过"):
        lock(packs, [SLOTS], [])


def test_a_lock_that_is_no_lock_is_told(packs: Path) -> None:
    (packs / NATION / "declarations.lock").write_text("records: [a, b]\n", encoding="utf-8")
    report = Report()
    check(packs, [SLOTS], of(NATION, "plate.a"), report)
    assert "lock.unread" in [error.code for error in report]
