"""What was noted in the field, without network: taken along, noted on a device, and handed in whenever there is a network.

A line only ever adds, so two devices never conflict, and whichever hands in first, what stands in the end is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.obligations import access
from huigong.obligations.actions.entries import note
from huigong.obligations.forecast.states import State
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.obligations.proofs import MOST_REFUSED, require_day, require_note, require_provable
from huigong.registry.lookup import public_uuid

MOST_DEVICE, MOST_BASE, MOST_NUMBER = 40, 64, 2**31 - 1  # what the columns take
_BASE = 16  # characters of a digest that tell two states of one obligation apart


@dataclass(frozen=True)
class Line:
    """One thing noted on a device: its `number` counts up there, `base` is what the device knew of the obligation.

    `refused` says why it does not count (nobody was at home), "" where it was done.
    """

    device: str
    number: int
    obligation: str
    base: str
    day: date
    refused: str = ""
    note: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of a line: it is `new` or was there already, or `trouble` says why it was not taken in.

    `behind`: somebody else had noted something that the device did not know. `afterwards`: it had lapsed before anybody
    said that it was done in time.
    """

    line: Line
    new: bool = False
    behind: bool = False
    afterwards: bool = False
    trouble: str = ""


def bases(obligations: Sequence[str]) -> dict[str, str]:
    """By obligation what is known of it now, for a device to take along; one question."""
    ids = [public_uuid(each) for each in obligations]
    rows = HistoryEntry.objects.filter(obligation__public_id__in=ids).order_by("obligation_id", "mark")
    marks: dict[str, list[str]] = {each: [] for each in obligations}
    for public_id, mark in rows.values_list("obligation__public_id", "mark"):
        marks[public_id.hex].append(mark)
    return {each: _base(known) for each, known in marks.items()}


def receive(*, lines: Iterable[Line], by: Principal, now: datetime) -> tuple[Taken, ...]:
    """Takes in each line by itself, in the order of its device; one that cannot be taken keeps no other back."""
    ordered = sorted(lines, key=lambda line: (line.device, line.number))
    return tuple(_receive(line, by=by, now=now) for line in ordered)


def _receive(line: Line, *, by: Principal, now: datetime) -> Taken:
    try:
        with transaction.atomic():
            return _take(line, by=by, now=now)
    except DomainError as error:
        return Taken(line, trouble=str(error))


def _take(line: Line, *, by: Principal, now: datetime) -> Taken:
    _require_fitting(line)
    row = access.locked(line.obligation, by=by, on=day_of(now))
    require_day(line.day, row, now=now)
    if not line.refused:
        require_provable(row, now=now)
    entry = Entry(
        Kind.PROVED,
        f"sheet {line.device} {line.number}",
        day_of(now),
        line.day,
        refused=line.refused,
        note=require_note(line.note),
        device=line.device,
        number=line.number,
        base=line.base,
    )
    behind = line.base != bases([row.public_id.hex])[row.public_id.hex]
    _require_one_content(row, entry)
    lapsed = _lapsed_before(row, line)
    added = note(obligation=row, entries=[entry], by=by, now=now)
    return Taken(line, new=bool(added), behind=behind and bool(added), afterwards=lapsed and bool(added))


def _lapsed_before(row: Obligation, line: Line) -> bool:
    """Whether what was done in time by the line stood as lapsed when it was handed in."""
    stood = Occurrence.objects.filter(obligation=row, state=State.LAPSED.value, last_on__gte=line.day)
    return not line.refused and stood.exists()


def _require_fitting(line: Line) -> None:
    """Raises `DomainError` (`obligation.line_wrong`) for what cannot be kept as it is written."""
    texts = ((line.device, MOST_DEVICE), (line.base, MOST_BASE), (line.refused, MOST_REFUSED))
    fits = all(len(text) <= most and text.isprintable() for text, most in texts)
    if not fits or not line.device.strip() or not 0 <= line.number <= MOST_NUMBER:
        raise Invalid(
            "obligation.line_wrong",
            about="line",
            what="这一条的设备、序号或者原因写得不对",
            why=say(
                "设备名最多{device}个字，序号从0到{number}，原因最多{refused}个字，都不能有控制字符",
                device=MOST_DEVICE,
                number=MOST_NUMBER,
                refused=MOST_REFUSED,
            ),
            do="请在设备上改好这一条再交",
        )


def _require_one_content(row: Obligation, entry: Entry) -> None:
    taken = HistoryEntry.objects.filter(obligation=row, device=entry.device, number=entry.number)
    if any((each.mark, each.note) != (entry.mark, entry.note) for each in taken):
        raise Conflict(
            "obligation.number_taken",
            what="这台设备用同一个序号报了两件不同的事",
            do="请在设备上另起一个序号再交",
        )


def _base(marks: Sequence[str]) -> str:
    return hashlib.sha256("".join(sorted(marks)).encode()).hexdigest()[:_BASE]
