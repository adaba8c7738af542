"""What a field, a part and a form are, as their packs declare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from huigong.declarations.privacy import Secrecy
from huigong.forms.kinds import ON_THE_CARD, Decided, Kind, Level, Role
from huigong.kernel import days
from huigong.kernel.packs import Place
from huigong.kernel.sentences import wording
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterLookup, no_parameters

NOT_CLEAR = wording("不清楚")
TODAY = "今天"
WITHOUT_END = "不限"
"""Said as `max` of a day or month: what is asked for may lie ahead, however far."""


@dataclass(frozen=True)
class Limits:
    """What a value may be at all. Numbers in the field's unit (money in fen), lengths in characters,
    rows and files in pieces; `today` marks an end that is the day of filling in, `without_end` a day that
    may lie ahead, said so openly."""

    least: int | Decimal | date | None = None
    most: int | Decimal | date | None = None
    least_today: bool = False
    most_today: bool = False
    pattern: str = ""
    pattern_words: str = ""
    shortest: int | None = None
    longest: int | None = None
    without_end: bool = False


@dataclass(frozen=True)
class Check:
    """A rule that must hold. `says` is told where it does not; `id` is stable, for the reason that was given."""

    id: str
    level: Level
    rule: Node
    says: str


@dataclass(frozen=True)
class Fill:
    """A fact that an answer settles.

    `rule` gives its value; where `when` holds it is `gives`, and where it does not nothing is said; without either it is
    `gives` as soon as there is an answer. `unknown` is what not knowing says of it (None: nothing).
    """

    fact: str
    rule: Node | None = None
    when: Node | None = None
    gives: bool = True
    unknown: bool | None = None


@dataclass(frozen=True)
class Settled:
    """What facts about the person answer already: where `when` holds it is `gives`, as it would be typed."""

    when: Node
    gives: str


@dataclass(frozen=True)
class Option:
    """A code that may be chosen on the day for which the form was read."""

    code: str
    name: str
    format: str = ""


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes:
        name, ask: what it is called for an officer, and what a worker is asked.
        group: fields of one group share a screen of a worker.
        required, shown_if: rules; None for "no" and "always".
        asked_parts, needed_parts: of a place, person or employer, the parts that are asked, and that must be filled in.
        fields: the columns of a row.
        fixed_rows: the rows of a table that has no others.
        codes_ever: all codes that the list ever had, for rules that outlive one.
        shared: the id in the library of fields: what was asked once under it is known again.
        anew: whether every form asks again, as of another child.
        one_of: of which of several it speaks (`一份活`): what was said of the first is not said of the second.
        as_above: of a column: whether a new row offers what the row above it says.
        offers: facts that stand filled in, each with the column of the first row that it fills ("" for the field).
        role: what the field is to the program; None for nothing of its own.
        stands_for: the fact about a place that it asks for without keeping it.
        decided: what a decision that the form goes against says here of itself.
        about: when a named person, and not the sender, is the one whose matter it is; None for never.
        fills: facts that follow from the answer.
        known: answers that follow from facts.
        keeps: whether the register takes the answer over as `fact` when the case is granted.
        until: the day on which the field was retired.
    """

    id: str
    kind: Kind
    name: str
    ask: str
    help: str = ""
    example: str = ""
    unit: str = ""
    group: str = ""
    required: Node | None = None
    shown_if: Node | None = None
    computed: Node | None = None
    suggested: Node | None = None
    unknown_words: tuple[str, ...] = ()
    help_if_missing: bool = False
    limits: Limits = Limits()
    fact: str = ""
    about: Node | None = None
    fills: tuple[Fill, ...] = ()
    known: tuple[Settled, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    role: Role | None = None
    stands_for: str = ""
    decided: Decided | None = None
    keeps: bool = False
    anew: bool = False
    one_of: str = ""
    as_above: bool = False
    shared: str = ""
    privacy: Secrecy = Secrecy.PERSONAL
    checks: tuple[Check, ...] = ()
    clauses: tuple[str, ...] = ()
    code_list: str = ""
    options: tuple[Option, ...] = ()
    codes_ever: tuple[str, ...] = ()
    asked_parts: tuple[str, ...] = ()
    needed_parts: tuple[str, ...] = ()
    file_kinds: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    fixed_rows: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    def in_force(self, day: date) -> bool:
        """Whether the field is asked in forms begun on that day."""
        return days.holds(day, self.since, self.until)

    def option(self, code: str) -> Option | None:
        """The option with that code."""
        return next((option for option in self.options if option.code == code), None)

    def column(self, id: str) -> Field | None:
        """The field of a row."""
        return next((column for column in self.fields if column.id == id), None)


@dataclass(frozen=True)
class Part:
    """A step (分步) of a form."""

    id: str
    title: str
    fields: tuple[Field, ...]
    help: str = ""


@dataclass(frozen=True)
class Form:
    """A form as it stands in one region on one day.

    `version` names the files it was put together from with their first days; `parameters` gives the
    dated values of its region; `where` is the place that says which region it is a matter of ("": the form
    does not ask for it), `granted_to` the rows that name who has what is granted (""; the one whose matter it is);
    `order` are the field ids such that each comes
    after those that its rules read.
    """

    id: str
    name: str
    region: str
    since: date
    until: date | None
    replaces: str
    version: str
    clauses: tuple[str, ...]
    parts: tuple[Part, ...] = field(repr=False)
    checks: tuple[Check, ...] = field(repr=False)
    order: tuple[str, ...] = field(default=(), repr=False)
    parameters: ParameterLookup = field(default=no_parameters, compare=False, repr=False)
    where: str = ""
    granted_to: str = ""

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields by id, in the order they are asked; those in rows are inside theirs."""
        return {asked.id: asked for part in self.parts for asked in part.fields}

    @cached_property
    def stated(self) -> Mapping[str, Field]:
        """The facts that the form settles, each with the field that says so."""
        by_fact = {asked.fact: asked for asked in self.fields.values() if asked.fact}
        return by_fact | {fill.fact: asked for asked in self.fields.values() for fill in asked.fills}

    @cached_property
    def applicant(self) -> Field | None:
        """The field that names the applicant; None where the form asks nobody's name."""
        return next((each for each in self.fields.values() if each.role is Role.APPLICANT), None)

    @cached_property
    def facts_on_card(self) -> tuple[str, ...]:
        """The facts of the applicant in this form that their resident number says too."""
        return tuple(each.fact for each in self.fields.values() if each.role in ON_THE_CARD and each.fact)

    @property
    def every_check(self) -> Iterator[Check]:
        """Those of the form and those of its fields, rows opened."""
        yield from self.checks
        for _path, asked in self.walk():
            yield from asked.checks

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Every field with its path (`每月欠薪.欠发`), rows opened."""
        for asked in self.fields.values():
            yield from _walk("", asked)


def _walk(above: str, asked: Field) -> Iterator[tuple[str, Field]]:
    path = f"{above}.{asked.id}" if above else asked.id
    yield path, asked
    for column in asked.fields:
        yield from _walk(path, column)
