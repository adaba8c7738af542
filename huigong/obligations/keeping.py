"""From entries to a history, from a forecast to rows: what changed is all that is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.states import Forecast, Key, State
from huigong.obligations.forecast.states import Occurrence as Forecasted
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence

Kind = HistoryEntry.Kind
COMPARED = ("state", "due_on", "opens_on", "late_after", "last_on", "ended_on", "by", "why")


@dataclass(frozen=True)
class Entry:
    """Something to note. `key` is the anchor, the proof or the excuse; "" for an answer to `while`.

    `until` is the last day of an excuse, or the one that an anchor says itself.
    """

    kind: Kind
    key: str
    said_on: date
    day: date | None = None
    until: date | None = None
    holds: bool | None = None
    refused: str = ""
    note: str = ""
    device: str = ""
    number: int | None = None
    base: str = ""

    @property
    def mark(self) -> str:
        """The same for the same thing, whichever way and whenever it comes."""
        said = self.said_on if self.kind is Kind.ANCHORED else None
        told = [
            self.kind.value,
            self.key,
            *map(_text, (said, self.day, self.until, self.holds)),
            self.refused,
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass
class Difference:
    """What a look at an obligation writes: rows to add, to change and to remove; `states` is how each stood before."""

    new: list[Occurrence] = field(default_factory=list)
    other: list[Occurrence] = field(default_factory=list)
    gone: list[Occurrence] = field(default_factory=list)
    before: dict[Key, State] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.other or self.gone)


def history_of(entries: Iterable[HistoryEntry]) -> History:
    """What the entries say, in whichever order they came.

    Of two answers to `while` of one day the later one counts, and what was said later of the same proof.
    """
    anchorings, excuses = set(), set()
    standings, proofs = dict[date, Standing](), dict[str, Proof]()
    for row in sorted(entries, key=lambda row: row.pk):
        match row.kind:
            case Kind.ANCHORED:
                anchorings.add(Anchoring(row.said_on, row.key, row.day, row.until))
            case Kind.STANDING if row.day:
                standings[row.day] = Standing(row.day, row.holds)
            case Kind.PROVED if row.day:
                proofs[row.key] = Proof(row.day, row.key, row.refused)
            case Kind.EXCUSED if row.day and row.until:
                excuses.add(Excuse(row.day, row.key, row.until))
    return History.of(anchorings, standings.values(), proofs.values(), excuses)


def difference(obligation: Obligation, rows: Iterable[Occurrence], told: Forecast) -> Difference:
    """What must be written so that the rows say what the forecast says."""
    kept: Mapping[Key, Occurrence] = {Key(row.anchor, row.ordinal): row for row in rows}
    made = Difference(before={key: State(row.state) for key, row in kept.items()})
    for forecasted in told.occurrences:
        row = kept.get(forecasted.key)
        if row is None:
            anchor, ordinal = forecasted.key
            row = Occurrence(obligation=obligation, anchor=anchor, ordinal=ordinal)
            made.new.append(_as(row, forecasted))
        elif any(getattr(row, name) != getattr(forecasted, name) for name in COMPARED):
            made.other.append(_as(row, forecasted))
    forecast_keys = {forecasted.key for forecasted in told.occurrences}
    made.gone = [row for key, row in kept.items() if key not in forecast_keys]
    return made


def _as(row: Occurrence, forecasted: Forecasted) -> Occurrence:
    for name in COMPARED:
        setattr(row, name, getattr(forecasted, name))
    row.state, row.why = forecasted.state.value, forecasted.why.value
    return row


def _text(value: object) -> str:
    return "" if value is None else str(value)
