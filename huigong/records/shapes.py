"""The keys that a kind of record may have in `records.yaml` and `records/*.yaml` of a pack."""

from __future__ import annotations

from typing import Any, Final

from huigong.declarations import EXAMPLES, declared
from huigong.declarations.addresses import KEYS
from huigong.declarations.changing import CHANGE
from huigong.declarations.durations import duration
from huigong.kernel.packs import Shape, speaks
from huigong.kernel.packs.kinds import (
    as_written,
    choice,
    day,
    flag,
    items,
    mapped,
    named,
    one,
    rows,
    text,
    texts,
)
from huigong.kernel.packs.shapes import Spot
from huigong.records.kinds import About, Among, OnConflict, Scope
from huigong.records.stories import STORY

FILES: Final = ("*/records.yaml", "*/records/*.yaml")
REST: Final = "其余"
EVENT: Final = Shape(
    "事件",
    {
        "name": text("", said=True),
        "sets": texts(),
        "needs": texts(),
        "granted_by": texts(),
        **{key: flag(False) for key in ("ends", "corrects", "annuls")},
    },
)
UNIQUE: Final = Shape(
    "不能重复的",
    {
        "of": texts(needed="写哪几个字段合起来不能重复"),
        "among": choice(Among, Among.LIVE),
        "scope": choice(Scope, Scope.NATION),
        "on_conflict": choice(OnConflict, OnConflict.REFUSE),
    },
)
NUMBER: Final = Shape("编号", {"series": text(said=True), "issued_on": text()})
COVERAGE: Final = Shape("登记齐全的地区", {"region": text(), "since": day()})
READER: Final = Shape("谁可以看", {**KEYS, "purpose": text("", said=True), "fields": texts()}, named="line")
WRITER: Final = Shape("谁登记", dict(KEYS), named="line")
KEEP: Final = Shape("保存多久", {"for": duration(), "after": text()})


def _rule(raw: Any, spot: Spot) -> Any:
    """A rule as loaded, with its place."""
    return raw, spot


RECORD: Final = declared(
    "记录",
    {
        "about": choice(About, None),
        "fields": items(as_written),
        "events": mapped(named(EVENT), inside=EVENT),
        "states": mapped(_rule),
        "flags": mapped(_rule),
        "unique": rows(UNIQUE),
        "number": one(NUMBER, None),
        "complete": rows(COVERAGE),
        "facts": mapped(_rule),
        "kept_changes": rows(CHANGE),
        "written_by": rows(WRITER),
        "read_by": rows(READER),
        "keep": one(KEEP, None),
        EXAMPLES: rows(STORY),
    },
)
speaks("records", after="messages", packs=FILES, shape=RECORD, keys=("fields.*.name", "fields.*.ask"))
