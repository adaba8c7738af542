"""Which cases an official may open without an application, and what must not run beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from huigong.casework.procedures import bars, register
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.terms import Procedure
from huigong.catalogue.services import catalogue
from huigong.directory import offices
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound

# An application goes the way of its service, with answers and papers.
BY_HAND = (Origin.REPORT, Origin.INSPECTION, Origin.WARNING, Origin.OFFICE)
_TAKES_REPORTS = (Permission.APPLICATION_LODGE, Permission.CASE_DECIDE)


@dataclass(frozen=True)
class BarView:
    """What the law keeps apart: `opening` and `while_open` are names of services and procedures."""

    opening: tuple[str, ...]
    while_open: tuple[str, ...]
    why: str
    do: str
    clause: str


@dataclass(frozen=True)
class Openable:
    """A procedure in force and what a case of it may be opened by; `owned` where it names its office itself."""

    procedure: str
    name: str
    origin: Origin
    parties: tuple[tuple[Role, frozenset[PartyKind]], ...]
    collective: bool
    owned: bool
    clauses: tuple[str, ...]
    bars: tuple[BarView, ...]

    @property
    def origin_name(self) -> str:
        """The word on screen."""
        return self.origin.label


def openable(viewer: Principal, *, on: date) -> tuple[Openable, ...]:
    """By procedure and origin, what the viewer may open somewhere."""
    return tuple(
        _openable(procedure, origin, on)
        for procedure in _in_force(on)
        for origin in BY_HAND
        if origin in procedure.opened_by and _may(viewer, origin, procedure, on)
    )


def may_open(viewer: Principal, *, on: date) -> bool:
    """Whether there is anything that the viewer may open."""
    return bool(openable(viewer, on=on))


def get(viewer: Principal, procedure: str, origin: str, *, on: date) -> Openable:
    """Raises `DomainError` (`case.not_openable`) for what the viewer may not open."""
    wanted = (
        each for each in openable(viewer, on=on) if (each.procedure, each.origin) == (procedure, origin)
    )
    chosen = next(wanted, None)
    if chosen is None:
        raise NotFound(
            code="case.not_openable",
            what="现在不能这样立案",
            why="这种程序没有生效，不能由这个来源立案，或者您没有这样立案的权限",
            do="请从“立案”页上列出的里面选",
        )
    return chosen


def bars_on(ids: Iterable[str], on: date) -> tuple[BarView, ...]:
    """What the law keeps apart from any of these services and procedures, whichever came first."""
    wanted = set(ids) - {""}
    return tuple(_bar(bar) for bar in bars.in_force(on) if wanted & (bar.opening | bar.while_open))


def _in_force(on: date) -> list[Procedure]:
    """The newest version of each procedure under which an official may open a case on that day."""
    newest = {procedure.id: procedure for procedure in register.everyone() if procedure.in_force(on)}
    return [procedure for procedure in newest.values() if procedure.by_hand]


def _may(viewer: Principal, origin: Origin, procedure: Procedure, on: date) -> bool:
    """Anybody at a desk takes a report, for whichever office; else the case is the office's own that opens it."""
    if origin is Origin.REPORT:
        return any(viewer.can(permission) for permission in _TAKES_REPORTS)
    grants = viewer.grants_for(Permission.CASE_DECIDE)
    if procedure.owner is None:
        return bool(grants)
    line, book = procedure.owner.line, offices.book()
    theirs = (office for grant in grants if grant.office for office in book.versions(grant.office))
    owners = (book.for_line(office.region, line, on) for office in theirs)
    return any(not grant.office for grant in grants) or any(
        owner is not None and owner.id == grant.office for owner in owners for grant in grants
    )


def _openable(procedure: Procedure, origin: Origin, on: date) -> Openable:
    return Openable(
        procedure=procedure.id,
        name=procedure.name,
        origin=origin,
        parties=tuple((role, procedure.parties[role]) for role in Role if role in procedure.parties),
        collective=procedure.collective,
        owned=procedure.owner is not None,
        clauses=procedure.clauses,
        bars=tuple(_bar(bar) for bar in bars.against([procedure.id], on)),
    )


def _bar(bar: bars.Bar) -> BarView:
    return BarView(_names(bar.opening), _names(bar.while_open), bar.why, bar.do, bar.clause)


def _names(ids: Collection[str]) -> tuple[str, ...]:
    known = {procedure.id: procedure.name for procedure in register.everyone()}
    return tuple(known.get(each) or catalogue().name_of(each) for each in sorted(ids))
