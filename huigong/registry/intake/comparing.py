"""The rows of a file beside each other: what contradicts itself comes back, all rows of it, and what repeats is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huigong.kernel.errors import DomainError
from huigong.registry import cells, employed, newcomers
from huigong.registry.intake.rows import Entry, GivenPerson, GivenWork, Header, Problem

WorkKey = tuple[str, object]
Codes = Mapping[tuple[str, str], str]
_OF_WORK = ("place", "project", "occupation", "contract_signed", "valid_until")


@dataclass
class Told:
    """All that the rows of a file that can be taken say of one person, each spell of work once, with its row."""

    person: GivenPerson
    first: Entry
    works: dict[WorkKey, tuple[GivenWork, Entry]] = field(default_factory=dict)
    repeats: list[Entry] = field(default_factory=list)
    further: int = 0  # rows beside the first that add something


def by_number(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Resident number → the rows about that person, in the order of the file."""
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.person is not None:
            rows[entry.person.number].append(entry)
    return rows


def codes_of(entries: Iterable[Entry]) -> Codes:
    """(name, place) → the one code that the file gives an employer, for the rows that leave it out."""
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        if entry.work is not None and entry.work.uscc:
            given[entry.work.employer, entry.work.place].add(entry.work.uscc)
    return {key: next(iter(codes)) for key, codes in given.items() if len(codes) == 1}


def work_key(work: GivenWork, codes: Codes) -> WorkKey:
    """What makes two rows of one person the same spell of work: the employer, and the first day."""
    code = work.uscc or codes.get((work.employer, work.place), "")
    return (code or f"{work.place} {work.employer}", work.valid_from)


def compare(rows: Sequence[Entry], codes: Codes, header: Header) -> None:
    """Adds a problem to every row about one person that another of these rows contradicts."""
    _compare_people(rows, header)
    _compare_works(rows, codes, header)


def refuse_doubtful(entries: Iterable[Entry], header: Header) -> None:
    """Where a row shows that a column of numbers lost digits, those that end in zeros and came out right are refused too."""
    rows = list(entries)
    if any(entry.lost_digits for entry in rows):
        for entry in rows:
            if entry.person is not None and cells.may_be_cut(entry.person.number):
                entry.say(cells.doubtful(), header("number", entry.at.sheet))


def merged(rows: Sequence[Entry], codes: Codes) -> Told | None:
    """What the rows that are not refused say together; None where there are none."""
    taken = [entry for entry in rows if not entry.refused]
    if not taken or taken[0].person is None:
        return None
    first, *others = taken
    kept = Told(taken[0].person, first)
    if first.work is not None:
        kept.works[work_key(first.work, codes)] = (first.work, first)
    for entry in others:
        if _adds(kept, entry, codes):
            kept.further += 1
        else:
            kept.repeats.append(entry)
    return kept


def _adds(kept: Told, entry: Entry, codes: Codes) -> bool:
    """Puts what the row says to the rest; whether anything of it is new."""
    assert entry.person is not None
    person = kept.person._replace(**_further(kept.person, entry.person))
    adds, kept.person = person != kept.person, person
    if entry.work is None:
        return adds
    key = work_key(entry.work, codes)
    if key not in kept.works:
        kept.works[key] = (entry.work, entry)
        return True
    known, row = kept.works[key]
    kept.works[key] = (known._replace(**_further(known, entry.work)), row)
    return adds or kept.works[key][0] != known


def _further(kept: GivenPerson | GivenWork, other: GivenPerson | GivenWork) -> dict[str, Any]:
    """Column → what the other says where this says nothing."""
    columns = zip(kept._fields, kept, other, strict=True)
    return {column: theirs for column, mine, theirs in columns if mine in ("", None)}


def _compare_people(rows: Sequence[Entry], header: Header) -> None:
    said: dict[str, tuple[object, Entry]] = {}
    for entry in rows:
        for column, value in zip(GivenPerson._fields, entry.person or (), strict=False):
            if value in ("", None):
                continue
            earlier, other = said.setdefault(column, (value, entry))
            if earlier != value:
                error = newcomers.name_differs if column == "name" else newcomers.rows_differ
                _refuse_both(entry, other, column, error, header)


def _compare_works(rows: Sequence[Entry], codes: Codes, header: Header) -> None:
    """Two rows that leave the last day open, or name it, must agree; what else is left out says nothing."""
    said: dict[tuple[WorkKey, str], tuple[object, Entry]] = {}
    for entry in rows:
        if entry.work is None:
            continue
        key = work_key(entry.work, codes)
        for column in _OF_WORK:
            value = getattr(entry.work, column)
            if value in ("", None) and column != "valid_until":
                continue
            earlier, other = said.setdefault((key, column), (value, entry))
            if earlier != value:
                _refuse_both(entry, other, column, _works_differ, header)


def _works_differ(*, row: int) -> DomainError:
    return employed.rows_differ(row)


def _refuse_both(
    entry: Entry, other: Entry, column: str, error: Callable[..., DomainError], header: Header
) -> None:
    for mine, theirs in ((entry, other), (other, entry)):
        name = header(column, mine.at.sheet)
        problem = Problem.of(error(row=theirs.at.row), mine.at, name, other=theirs.at)
        if problem not in mine.problems:
            mine.problems.append(problem)
