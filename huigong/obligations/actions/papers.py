"""The days that a record says itself: by which event each was put there, and which event put a new one in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huigong.obligations.declaring.reading import Declaration
from huigong.records.folding import Happened


@dataclass(frozen=True)
class Paper:
    """What an obligation runs from: the day of an event, the last day that the record then says (None where it is counted
    from the event), and when that was first said."""

    day: date
    last_day: date | None
    said_on: date


def written_days(
    declared: Declaration, events: Sequence[Happened], said: Mapping[str, date], today: date
) -> Mapping[str, Paper]:
    """By the id of the event that began it, each paper on which a last day stands by today.

    The anchor begins one, and so does an event that renews, where it puts another day there; any other event that says the
    day moves that of the paper that holds then.
    """
    papers: dict[str, Paper] = {}
    current = ""
    for event in sorted(events, key=lambda each: _in_turn(declared, each)):
        if event.effective_on is None or event.effective_on > today:
            continue
        told = event.says.get(declared.due)
        last_day = told if isinstance(told, date) else None
        held = papers.get(current)
        if event.name == declared.anchor or (
            held and last_day and event.name in declared.renewed_by and last_day != held.last_day
        ):
            current = event.id
            papers[current] = Paper(event.effective_on, last_day, said[current])
        elif held and last_day and event.name not in declared.renewed_by:
            since = said[event.id] if held.last_day is None else held.said_on
            papers[current] = replace(held, last_day=last_day, said_on=since)
    return {key: paper for key, paper in papers.items() if paper.last_day is not None}


def _in_turn(declared: Declaration, event: Happened) -> tuple[date, bool, str, str]:
    """In the order of their days; of one day the one that begins it first, then as the record itself is folded."""
    return event.effective_on or date.min, event.name != declared.anchor, event.name, event.id
