"""Where values lie open in the index of records: typed slots, fixed in the lock once for every name of a kind.

A slot is given to what states, flags and facts read, and to what can be ordered or counted: days, codes, yes and no,
numbers, regions; the day on which each event happened last. What is sensitive or secret has none, nor has text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from huigong.declarations.locking import Meaning, Section, Term
from huigong.forms.locking import TERMS
from huigong.forms.types import type_of
from huigong.records.kinds import DAY, HAPPENED, SEALED, RecordKind
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Type

SLOTS: Final[Mapping[str, int]] = {"date": 10, "code": 8, "number": 6}
"""How many of each type a record has."""
_TYPES: Final = {
    Type.DATE: "date",
    Type.ENUM: "code",
    Type.BOOL: "code",
    Type.INT: "number",
}
_YES, _NO = "1", "0"
SLOT: Final = "slot"


def slotted(kind: RecordKind) -> dict[str, str]:
    """The names of a kind that lie open, each with the type of its slot."""
    made: dict[str, str] = {}
    for asked in kind.fields.values():
        if asked.privacy not in SEALED:
            for fact in type_of(asked.kind).facts(asked):
                type_of_slot = _type(fact)
                if type_of_slot:
                    made[fact.name] = type_of_slot
    days = (event.name for event in kind.events.values() if event.of_the_world)
    return made | {f"{name}.{DAY}": "date" for name in days}


def _type(fact: Fact) -> str:
    return "code" if fact.is_region else _TYPES.get(fact.type, "")


def given(id: str, says: Meaning, every: Mapping[str, Meaning]) -> Meaning:
    """The next free slot of the type for a name of a kind (`ebike-plate.检验有效期`); nothing for what has none."""
    type_of_slot = says.get("open", "")
    if not type_of_slot:
        return {}
    kind = id.partition(".")[0]
    taken = Counter(
        row[SLOT].partition("_")[0]
        for other, row in every.items()
        if other.partition(".")[0] == kind and row.get(SLOT)
    )
    return {SLOT: f"{type_of_slot}_{taken[type_of_slot] + 1}"}


SECTION: Final = Section(
    "records",
    "记录的字段",
    (*TERMS, Term("open", "存放的类型"), Term(SLOT, "存放的位置", given=True)),
    given,
)


def slots_of(kind: RecordKind, locked: Mapping[str, Meaning]) -> dict[str, str]:
    """Name → column: as the lock says, and for what is not locked yet the next ones that are free."""
    every = {id: row for id, row in locked.items() if id.partition(".")[0] == kind.id}
    for name, type_of_slot in slotted(kind).items():
        id = f"{kind.id}.{name}"
        if id not in every:
            every[id] = given(id, {"open": type_of_slot}, every)
    return {id.partition(".")[2]: row[SLOT] for id, row in every.items() if row.get(SLOT)}


def overfull(slots: Mapping[str, str]) -> list[str]:
    """The names whose slots no column has."""
    return [
        name for name, slot in slots.items() if int(slot.partition("_")[2]) > SLOTS[slot.partition("_")[0]]
    ]


def as_columns(slots: Mapping[str, str], answers: Mapping[str, Answer]) -> dict[str, date | str | int | None]:
    """Column → what lies in it for a record with these answers; None and "" for what is not known."""
    columns: dict[str, date | str | int | None] = {}
    for name, slot in slots.items():
        value = answers.get(name, UNKNOWN)
        if slot.startswith("code"):
            columns[slot] = _as_code(value)
        elif slot.startswith("date"):
            columns[slot] = value if isinstance(value, date) else None
        else:
            columns[slot] = value if isinstance(value, int) and not isinstance(value, bool) else None
    return columns


def as_answers(kind: RecordKind, slots: Mapping[str, str], row: object, on: date) -> dict[str, Answer]:
    """What rules read of a row of the index; the same as of the fold of its events."""
    answers: dict[str, Answer] = {}
    for name, slot in slots.items():
        value = getattr(row, slot)
        fact = kind.readable.get(name)
        if fact is not None and value not in (None, ""):
            answers[name] = value == _YES if fact.type is Type.BOOL else value
    for event in kind.events.values():
        day = answers.get(f"{event.name}.{DAY}")
        if event.of_the_world:
            answers[f"{event.name}.{HAPPENED}"] = isinstance(day, date) and day <= on
    return answers


def _as_code(value: Answer) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    return value if isinstance(value, str) else ""
