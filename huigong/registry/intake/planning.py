"""What a file would change in the register: nothing is written here.

Whoever is on record stays as they are: a file fills in what the register does not know, adds spells
of work, and ends one that was open. What it says otherwise is told and left, because nobody knows
which of two files is the newer; a spell of work that it tells otherwise refuses the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from huigong.directory.principals import Principal, covers
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.registry import involved, newcomers, numbers
from huigong.registry.intake import known
from huigong.registry.intake.comparing import (
    Codes,
    Told,
    by_number,
    codes_of,
    compare,
    merged,
    refuse_doubtful,
)
from huigong.registry.intake.employers import EmployerBook
from huigong.registry.intake.files import PeopleFile
from huigong.registry.intake.rows import At, Entry, GivenWork, Problem
from huigong.registry.models import Engagement, Person
from huigong.registry.models.intake import Taken
from huigong.registry.numbers import Holder
from huigong.registry.texts import label_of

_FILLED = ("phone", "address", "hukou_place", "residence_since")
_COMPARED = ("phone", "address", "hukou_place", "residence", "residence_since")
_OF_WORK = ("place", "project", "occupation", "contract_signed")


@dataclass
class Change:
    """What becomes of one person: `person` is None for somebody new; `fills` what the register did not know.

    `works` are spells of work to add, `corrected` those on record that end, or of which more is known.
    """

    told: Told
    person: Person | None
    fills: dict[str, object] = field(default_factory=dict)
    works: list[GivenWork] = field(default_factory=list)
    corrected: list[tuple[Engagement, GivenWork]] = field(default_factory=list)

    @property
    def taken(self) -> Taken:
        if self.person is None:
            return Taken.NEW
        changed = self.fills or self.works or self.corrected
        return Taken.CHANGED if changed else Taken.UNCHANGED


@dataclass(frozen=True)
class Plan:
    """The changes of a file, one a person in its order, and the employers that they name."""

    region: str
    changes: list[Change]
    employers: EmployerBook


def plan(file: PeopleFile, *, by: Principal, now: datetime, region: str, taken: frozenset[int]) -> Plan:
    """Adds to the entries of the file what is wrong beside other rows and the register.

    `taken`: the keys of the people whom this very file was taken in for before; they stay as they are.
    """
    groups, codes = by_number(file.entries), codes_of(file.entries)
    refuse_doubtful(file.entries, file.header)
    for rows in groups.values():
        if len(rows) > 1:
            compare(rows, codes, file.header)
    people = numbers.holders(groups)
    book = EmployerBook.of(file.entries, codes, region=region)
    works = known.engagements({holder.person for holder in people.values()})
    planner = _Planner(file, people, works, book, codes, region)
    planner.near = involved.near(by, on=localdate(now))
    planner.refuse_both_numbers(groups, taken)
    changes = [planner.change(number, rows, taken) for number, rows in groups.items()]
    return Plan(region, _each_once(change for change in changes if change is not None), book)


def _each_once(changes: Iterable[Change]) -> list[Change]:
    """One change a person: a file that was taken in before may name by two numbers who has one record since."""
    kept, first = list[Change](), dict[int, Change]()
    for change in changes:
        earlier = first.setdefault(change.person.pk, change) if change.person is not None else change
        if earlier is change:
            kept.append(change)
        else:
            earlier.told.further += 1 + change.told.further
            earlier.told.repeats += change.told.repeats
    return kept


def _by_person(numbers: Iterable[str], people: Mapping[str, Holder]) -> dict[int, list[str]]:
    """The key of a person → their numbers, of those who are named by several."""
    of_person = defaultdict[int, list[str]](list)
    for number in numbers:
        if (holder := people.get(number)) is not None:
            of_person[holder.person.pk].append(number)
    return {person: several for person, several in of_person.items() if len(several) > 1}


@dataclass
class _Planner:
    file: PeopleFile
    people: Mapping[str, Holder]
    engagements: Mapping[tuple[int, int, date], Engagement]
    book: EmployerBook
    codes: Codes
    region: str
    near: involved.Near = field(default_factory=involved.Near)

    def refuse_both_numbers(self, groups: Mapping[str, Sequence[Entry]], taken: frozenset[int]) -> None:
        """Refuses rows that name somebody by one number whom other rows name by another: nobody knows which ones count."""
        for person, numbers_of_one in _by_person(groups, self.people).items():
            if person in taken:
                continue
            for number, other in zip(numbers_of_one, (*numbers_of_one[1:], numbers_of_one[0]), strict=True):
                theirs = groups[other][0].at
                for entry in groups[number]:
                    column = self._header("number", entry)
                    entry.problems.append(Problem.of(_both_numbers(theirs), entry.at, column, other=theirs))

    def change(self, number: str, rows: Sequence[Entry], taken: frozenset[int]) -> Change | None:
        holder = self.people.get(number)
        person = None if holder is None else holder.person
        again = person is not None and person.pk in taken
        for entry in rows:
            self._check(entry, holder, again=again)
        told = merged(rows, self.codes)
        if told is None:
            return None
        change = Change(told, person)
        if again:
            return change
        if person is not None:
            self._fill(change, person)
        for work, entry in told.works.values():
            self._work(change, work, entry)
        return change

    def _check(self, entry: Entry, holder: Holder | None, *, again: bool) -> None:
        """Adds what refuses the row beside the register."""
        given, person = entry.person, None if holder is None else holder.person
        if given is None or entry.refused:
            return
        if self.near.is_near(given.number, person):
            entry.say(involved.own_matter(), self._header("name", entry))
        if holder is not None and not holder.is_named(given.name):
            entry.say(newcomers.name_differs(), self._header("name", entry))
        elif person is None and not self._is_here(given.residence or self.region, given.hukou_place):
            entry.say(_elsewhere(), self._header("residence", entry))
        elif person is not None and entry.work is not None and not again:
            row = self._on_record(person, entry.work, entry)
            differing = _differing(row, self._placed(entry.work)) if row is not None else []
            for column in differing:
                entry.say(_known_otherwise(column), self._header(column, entry))

    def _fill(self, change: Change, person: Person) -> None:
        given, entry = change.told.person, change.told.first
        if not self._is_here(person.residence, person.hukou_place):
            return
        for column in _COMPARED:
            value, kept = getattr(given, column), getattr(person, column)
            if value in ("", None) or value == kept:
                continue
            same_home = given.residence in ("", person.residence)
            if column in _FILLED and kept in ("", None) and (column != "residence_since" or same_home):
                change.fills[column] = value
            elif column != "residence_since" or same_home:
                entry.say(_stays(column), self._header(column, entry), refuses=False)

    def _work(self, change: Change, work: GivenWork, entry: Entry) -> None:
        error = self.book.error_of(work)
        if error is not None:
            entry.say(error, self._header("employer", entry), refuses=False)
            return
        work = self._placed(work)
        row = self._on_record(change.person, work, entry) if change.person is not None else None
        if row is None:
            change.works.append(work)
        elif _adds(row, work):
            change.corrected.append((row, work))

    def _on_record(self, person: Person, work: GivenWork, _entry: Entry) -> Engagement | None:
        employer = self.book.known(work)
        return None if employer is None else self.engagements.get((person.pk, employer.pk, work.valid_from))

    def _placed(self, work: GivenWork) -> GivenWork:
        return work if work.place else work._replace(place=self.region)

    def _is_here(self, residence: str, hukou: str) -> bool:
        return covers(self.region, residence) or covers(self.region, hukou)

    def _header(self, column: str, entry: Entry) -> str:
        return self.file.header(column, entry.at.sheet)


def _differing(row: Engagement, work: GivenWork) -> list[str]:
    """The columns in which a sheet says something else of a spell of work than the register."""
    columns = [
        column
        for column in _OF_WORK
        if getattr(work, column) not in ("", None, getattr(row, column))
        and getattr(row, column) not in ("", None)
    ]
    if work.valid_until is not None and row.valid_until not in (None, work.valid_until):
        columns.append("valid_until")
    return columns


def _adds(row: Engagement, work: GivenWork) -> bool:
    """Whether the sheet knows more: what the register left empty, or the last day."""
    columns = (*_OF_WORK, "valid_until")
    return any(
        getattr(row, column) in ("", None) and getattr(work, column) not in ("", None) for column in columns
    )


def _elsewhere() -> DomainError:
    return Invalid(
        "person.elsewhere",
        "这个人户籍和居住都不在导入的地区",
        why="导入只登记本地区的人",
        do="请核对户籍地和现居住地；确实不在本地的，请由当地登记",
    )


def _both_numbers(other: At) -> DomainError:
    return Conflict(
        "person.both_numbers",
        say("这个人在第{row}行写的是另一个身份证号", row=other.row),
        why="两个号码登记的是同一个人，档案已经合并",
        do="请只留一行，写现在有效的身份证号",
    )


def _known_otherwise(column: str) -> DomainError:
    return Conflict(
        "engagement.known_otherwise",
        say("这段用工已经登记过，“{label}”和登记的不一样", label=_label_of_work(column)),
        why="登记过的内容不会被后来的文件改掉",
        do="请核对；登记错了的，请到窗口更正",
    )


def _label_of_work(column: str) -> str:
    return "离岗日" if column == "valid_until" else label_of(Engagement, column)


def _stays(column: str) -> DomainError:
    return Conflict(
        "person.known_otherwise",
        say("登记里的“{label}”不一样，没有改", label=label_of(Person, column)),
        why="不知道哪一个是新的，登记过的不会被文件改掉",
        do="请核对；要改的，请本人带身份证到窗口改",
    )
