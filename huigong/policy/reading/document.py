"""What a careful reader finds in a policy document, as plain values.

Every span is a pair of character offsets (start, end) into `ReadDocument.source_text`,
so that a screen can show the printed words behind each finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
TargetKind = Literal["goal", "standard", "deadline", "threshold", "period", "descriptor"]
Bound = Literal["", "at_least", "at_most"]
COUNTED_KINDS: frozenset[str] = frozenset({"goal", "standard", "deadline"})


@dataclass(frozen=True)
class Doubt:
    """Something the reader was not sure of: where, what it saw, why it hesitates, and what a person should check."""

    place: str
    what: str
    why: str
    offset: int = 0
    do: str = ""


@dataclass(frozen=True)
class Citation:
    """Another document named as a basis; `number` in the form 甲发〔2000〕1号, or None."""

    title: str
    number: str | None = None

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.number else self.title


@dataclass(frozen=True)
class Attribution:
    """One statement of who answers, as printed in `raw`; `mode` names its wording.

    `etc` is true where the print adds 等 or 等有关部门; `aliases` maps a full name
    to the short name that the print introduces for it. `in_sentence` is true where no bracket
    and no label sets the duty apart from the text.
    """

    raw: str
    mode: str
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    guiding: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    etc: bool = False
    aliases: tuple[tuple[str, str], ...] = ()
    span: Span = (0, 0)
    in_sentence: bool = False


@dataclass(frozen=True)
class Target:
    """A quantity or date that can be checked.

    `value` is a plain number (万 and 亿 multiplied out, percent as 60 for 60%), `measure`
    the word counted in (人次, 元, %), `by_when` the date as printed. `upper` is the higher end
    of a range (3-5万), `about` says that the print itself is not exact (近2万, 一千多), `bound`
    that the value is a floor (不低于85%) or a ceiling (不超过3%). Where the wording has no number (减半, 年底), or none that is certain, `value` is None.
    """

    text: str
    kind: TargetKind
    value: Decimal | None = None
    measure: str = ""
    by_when: str = ""
    span: Span = (0, 0)
    upper: Decimal | None = None
    about: bool = False
    bound: Bound = ""


@dataclass(frozen=True)
class Point:
    """A numbered sub-point inside a clause."""

    number: str
    text: str
    span: Span = (0, 0)


def united(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of all groups, first mention first, each once."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


@dataclass(frozen=True)
class ReadClause:
    """A numbered unit that carries a measure.

    `number` has full-width brackets, `number_raw` is the print; `chapter` is the heading
    above with its number, `parent` the number of the group where points are the clauses.
    """

    number: str
    number_raw: str
    heading: str
    chapter: str | None
    parent: str | None
    text: str
    points: tuple[Point, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    targets: tuple[Target, ...] = ()
    inherited: tuple[str, ...] = ()
    span: Span = (0, 0)

    @property
    def lead(self) -> tuple[str, ...]:
        return united(attribution.lead for attribution in self.attributions)

    @property
    def support(self) -> tuple[str, ...]:
        return united(attribution.support for attribution in self.attributions)

    @property
    def joint(self) -> tuple[str, ...]:
        return united(attribution.joint for attribution in self.attributions)

    @property
    def guiding(self) -> tuple[str, ...]:
        return united(attribution.guiding for attribution in self.attributions)

    @property
    def responsible(self) -> tuple[str, ...]:
        return united(attribution.responsible for attribution in self.attributions)

    @property
    def n_targets(self) -> int:
        """How many goals, standards and deadlines; thresholds, periods and descriptions do not count."""
        return sum(target.kind in COUNTED_KINDS for target in self.targets)


@dataclass(frozen=True)
class ReadDocument:
    """A policy document as read. `source` says where it came from (a file name).

    `title` is the document's own; `notice_title` that of an unsigned notice that only carries
    it, `enclosed_title` that of a text which a signed notice encloses. `rules` are statements
    made once for all attributions (first listed leads), `inherited` the bodies that carry out
    every clause without being listed again.
    """

    title: str | None
    notice_title: str | None
    enclosed_title: str | None
    document_number: str | None
    issuer: str | None
    date: date | None
    recipients: str | None
    basis: tuple[Citation, ...]
    chapters: tuple[str, ...]
    clauses: tuple[ReadClause, ...]
    rules: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    goals_outside_clauses: tuple[Target, ...] = ()
    unsure: tuple[Doubt, ...] = ()
    source: str = ""
    source_text: str = field(default="", repr=False)
