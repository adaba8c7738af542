"""What the rule of a service makes of what an applicant said, for the pages of a case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from huigong.casework.queries.listing import said
from huigong.casework.shapes import CasePage
from huigong.catalogue.answers import Answer
from huigong.catalogue.interview import interview
from huigong.catalogue.lines import Line, lines, still_open
from huigong.catalogue.papers import looked_up
from huigong.catalogue.screening import screen_one
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from huigong.portals.desk.parts.clauses import ClauseLink, link
from huigong.rules.nodes import Fact
from huigong.rules.values import Unknown


@dataclass(frozen=True)
class Screened:
    """What the rule makes of what the applicant said, each condition in words, with its clause and as the rule reads it."""

    answer: Answer
    lines: tuple[tuple[str, Line, ClauseLink], ...]

    @property
    def kind(self) -> str:
        """The chip of the whole answer."""
        return self.answer.verdict if self.answer.verdict in ("yes", "no") else "perhaps"

    @property
    def missing(self) -> str:
        """The facts that may still change the answer and that the applicant can be asked, in words."""
        return "、".join(fact.name for fact in self._open if fact.question)

    @property
    def to_find(self) -> str:
        """Those that only the office itself finds out or decides, in words."""
        return "、".join(fact.name for fact in self._open if not fact.question)

    @cached_property
    def _open(self) -> tuple[Fact, ...]:
        if self.answer.verdict == "held":
            return ()
        return still_open(line for _chip, line, _clause in self.lines)


def screened(viewer: Principal, seen: CasePage) -> Screened | None:
    """The rule applied to the application's answers; None where the catalogue has no such service for that place and day."""
    known = catalogue()
    service = known.find(seen.service_id, seen.region, seen.opened_on) if seen.service_id else None
    if service is None:
        return None
    told = said(viewer, seen.case_id)
    values = {**interview(known, seen.region, seen.opened_on).following(told), **told}
    region, on = seen.region, seen.opened_on
    conditions = lines(service, catalogue=known, region=region, on=on, values=values)
    return Screened(
        screen_one(service, catalogue=known, region=region, on=on, values=values),
        tuple((_holds(line.holds), line, link(line.clause)) for line in conditions),
    )


def looks_up(seen: CasePage) -> bool:
    """Whether the service leaves papers to the office to look up, of which the platform may know something, for a case that
    is to be decided."""
    if seen.closed_on is not None:
        return False
    service = catalogue().find(seen.service_id, seen.region, seen.opened_on) if seen.service_id else None
    return service is not None and seen.person is not None and bool(looked_up(service))


def _holds(answer: bool | Unknown) -> str:
    """The chip for one condition."""
    return "perhaps" if isinstance(answer, Unknown) else "yes" if answer else "no"
