"""Stories of a kind of record as its pack tells them: what happened, and what then holds on a day. `pack check` plays them.

    examples:
      - given: [{event: 签发, on: 2026-01-10, says: {车架号: AB123, 检验有效期: 2026-07-10}}]
        on: 2026-07-11
        then: {状态: 失效, 持有电动车牌: 否}

An event may have an `id`, by which a correction or annulment names it (`of`), and a day on which it became `known`; the
story is then told by what was known on its own `known` day. Facts are asked as of a complete register with this record alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from huigong.declarations import came_out
from huigong.declarations.aggregates import Asked, worked_out
from huigong.forms.types import At, type_of
from huigong.forms.values import Answered
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import as_written, day, mapped, rows, text
from huigong.kernel.packs.shapes import unknown
from huigong.records.folding import Happened, fold
from huigong.records.judging import row_of
from huigong.records.kinds import STATE, UNKNOWN_STATE, RecordKind
from huigong.rules.nodes import Fact
from huigong.rules.reading import parse_value
from huigong.rules.values import UNKNOWN, Answer, show

GIVEN: Final = Shape(
    "发生的事",
    {
        "id": text(""),
        "event": text(),
        "on": day(None),
        "known": day(None),
        "of": text(""),
        "says": mapped(as_written),
    },
    named="event",
)
STORY: Final = Shape(
    "故事",
    {"given": rows(GIVEN), "on": day(), "known": day(None), "then": mapped(lambda raw, spot: (raw, spot))},
)


def play(kind: RecordKind, stories: tuple[Entry, ...], facts: Mapping[str, Fact]) -> None:
    """Notes what the stories say otherwise than the declaration, and the states that none of them shows."""
    shown: set[Answer] = set()
    for story in stories:
        events = _events(kind, story)
        if events is not None:
            shown.add(_play(kind, story, events, facts))
    for state in kind.states:
        if stories and state.name not in shown:
            why = "每个状态要有一个故事走到那里"
            stories[0].wrong("then", f"没有故事的{STATE}是“{state.name}”", why)


def _play(kind: RecordKind, story: Entry, events: list[Happened], facts: Mapping[str, Fact]) -> Answer:
    """The state that holds in the end."""
    on: date = story["on"]
    known = _moment(story["known"]) if story["known"] else None
    folded = fold(kind, events, on=on, known_at=known)
    row = row_of(kind, folded.answers(kind), on) if folded.began else {}
    asked = Asked(on, kind.parameters, complete=True)
    told = {name: worked_out(each, [_known(row)] if row else [], asked) for name, each in kind.facts.items()}
    for name, (raw, spot) in story["then"].items():
        fact = kind.told.get(name) or (facts.get(name) if name in kind.facts else None)
        if fact is None:
            unknown(spot, name, [*kind.told, *kind.facts], kind="字段、状态或事实")
            continue
        became = told[name] if name in told else row.get(name, UNKNOWN)
        try:
            wanted = UNKNOWN if raw == UNKNOWN_STATE else parse_value(fact, _plain(raw))
        except DomainError as error:
            spot.wrong(error.what, error.do)
            continue
        if became != wanted:
            spot.wrong(*came_out(show(became, fact.measure)))
    return row.get(STATE, UNKNOWN)


def _events(kind: RecordKind, story: Entry) -> list[Happened] | None:
    """The events of a story; None where one cannot be read, which is noted."""
    before = len(story.report.errors)
    made = [_event(kind, given, number) for number, given in enumerate(story["given"], start=1)]
    return None if len(story.report.errors) > before else [event for event in made if event is not None]


def _event(kind: RecordKind, given: Entry, number: int) -> Happened | None:
    if given["event"] not in kind.events:
        unknown(given.spot("event"), given["event"], kind.events, kind="事件")
        return None
    says: dict[str, Answered] = {}
    for name, raw in given["says"].items():
        if name not in kind.fields:
            unknown(given.spot("says"), name, kind.fields, kind="字段")
        else:
            says[name] = _value(kind, given, name, raw)
    known = _moment(given["known"] or given["on"] or date.min)
    return Happened(given["id"] or str(number), given["event"], given["on"], known, says, given["of"])


def _value(kind: RecordKind, given: Entry, name: str, raw: Any) -> Answered:
    asked = kind.fields[name]
    part = asked.asked_parts[0] if len(asked.asked_parts) == 1 else ""
    reading = type_of(asked.kind).read(asked, {part: str(_plain(raw))}, At(given["on"] or date.max), name)
    for mistake in reading.mistakes:
        given.wrong("says", f"“{name}”：{mistake.error.what}", mistake.error.do)
    return UNKNOWN if raw == UNKNOWN_STATE else reading.value


def _plain(raw: Any) -> Any:
    """YAML's yes and no as people write them, and days as they are typed."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return raw.isoformat() if isinstance(raw, date) else raw


def _known(row: Mapping[str, Answer]) -> dict[str, Answer | None]:
    return {name: None if value is UNKNOWN else value for name, value in row.items()}


def _moment(on: date) -> datetime:
    return datetime.combine(max(on, date(1900, 1, 1)), time(), UTC)
