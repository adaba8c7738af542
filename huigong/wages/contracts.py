"""Spells of employment and their contracts: by when one has to be signed, what it costs not to, what is wrong with one.

The same days stand on both sides: the worker sees from when double wages run, the employer by when to sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from huigong.catalogue.parameters import ParameterBook
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import within
from huigong.kernel.identity import mask_name
from huigong.kernel.timelimits import corresponding_day
from huigong.records.kinds import DAY
from huigong.records.models import Record
from huigong.registry.lookup import person
from huigong.wages import holding
from huigong.wages.names import (
    CONTRACT,
    DEEMED_AFTER,
    KIND_OF_WORK,
    LEAVES,
    SIGN_WITHIN,
    SIGNED,
    SIGNS,
    STARTS,
    UNSIGNED,
    WRITTEN,
)
from huigong.wages.own import is_sure
from huigong.wages.parameters import parameters
from huigong.wages.sites import Site, sites
from huigong.wages.warnings.declaring import WarningRule


@dataclass(frozen=True)
class Clock:
    """`sign_by`: the last day in time. `first` and `last`: the days for which double wages are owed, None where none is or
    it still runs. `deemed_on`: from when the contract counts as one without a term, None where it does not."""

    sign_by: date
    first: date | None
    last: date | None
    deemed_on: date | None


@dataclass(frozen=True)
class Contract:
    """A spell of employment. `clock` is None where no written contract is due or a day is not known; `wrong` what the law of
    the day does not allow, each with its clauses and what to do."""

    id: str
    who: str
    site: Site
    started: date | None
    signed: date | None
    clock: Clock | None
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class Wrong:
    """One thing that is not as the law has it."""

    says: str
    do: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Signing:
    """How many of those at work in a place have signed, by the register."""

    signed: int
    unsigned: int

    @property
    def percent(self) -> int | None:
        """Whole percents, rounded down so that nobody unsigned is lost; None where nobody is at work."""
        at_work = self.signed + self.unsigned
        return self.signed * 100 // at_work if at_work else None


def clock(
    started: date, *, signed: date | None, left: date | None, on: date, book: ParameterBook, region: str
) -> Clock | None:
    """The days of a spell that began at `started`, as they stand at the end of `on`; None where the packs have no length.

    The month is over with the day of the same number; double wages run from the day after it to the day before the
    contract, the day of leaving, or the day before a full year.
    """
    lookup = book.lookup(region)
    month, year = lookup(SIGN_WITHIN, on), lookup(DEEMED_AFTER, on)
    if not isinstance(month, int) or not isinstance(year, int):
        return None
    sign_by, full_year = corresponding_day(started, month), corresponding_day(started, year)
    day = timedelta(days=1)
    ends = [full_year - day, *([signed - day] if signed else []), *([left] if left else [])]
    first, last = sign_by + day, min(ends)
    runs = first <= min(last, on)
    unsigned_a_year = (signed is None or signed >= full_year) and (left is None or left >= full_year)
    return Clock(
        sign_by=sign_by,
        first=first if runs else None,
        last=last if runs and (last < on or signed or left) else None,
        deemed_on=full_year if unsigned_a_year and full_year <= on else None,
    )


def own_contracts(viewer: Principal, *, on: date) -> tuple[Contract, ...]:
    """The viewer's own spells of employment, the newest first; none for who is not surely known."""
    if not is_sure(viewer):
        return ()
    who = person(viewer.person_id or "")
    rows = Record.objects.filter(kind=CONTRACT, person=who, began__isnull=False).order_by("-began", "-pk")
    return _contracts(rows, on=on)


def unsigned_of(project: Record, *, on: date) -> tuple[Contract, ...]:
    """Who works on a project without a contract, whose month ends first before the others."""
    rows = Record.objects.filter(kind=CONTRACT, region=project.region, state=UNSIGNED, ended__isnull=True)
    listed = list(rows.select_related("person").order_by("began", "pk"))
    known = zip(listed, sites(listed, on=on), strict=True)
    return _contracts([record for record, site in known if site.number == project.project], on=on)


def signing(viewer: Principal) -> Signing:
    """Of the places that the viewer reaches. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.CASE_READ)
    reached = Q(pk__in=[])
    for grant in viewer.grants_for(Permission.CASE_READ):
        reached |= within("region", region_prefix(grant.region))
    rows = Record.objects.filter(reached, kind=CONTRACT, ended__isnull=True, state__in=[SIGNED, UNSIGNED])
    counted = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return Signing(counted.get(SIGNED, 0), counted.get(UNSIGNED, 0))


def _contracts(records: Iterable[Record], *, on: date) -> tuple[Contract, ...]:
    listed = list(records)
    held = holding.of_records(listed, on=on)
    return tuple(
        _contract(look.of, site, [rule for rule in look.rules if look.holds[rule.id]], on)
        for look, site in zip(held, sites(listed, on=on), strict=True)
    )


def _contract(record: Record, site: Site, broken: Sequence[WarningRule], on: date) -> Contract:
    started, signed, left = (_day(site, event) for event in (STARTS, SIGNS, LEAVES))
    needs = started is not None and site.answers.get(KIND_OF_WORK) in WRITTEN
    return Contract(
        id=record.public_id.hex,
        who=mask_name(record.person.name) if record.person else "",
        site=site,
        started=started,
        signed=signed,
        clock=clock(started, signed=signed, left=left, on=on, book=parameters(), region=record.region)
        if needs and started is not None
        else None,
        wrong=tuple(Wrong(rule.head.name, rule.do, rule.head.clauses) for rule in broken),
    )


def _day(site: Site, event: str) -> date | None:
    value = site.answers.get(f"{event}.{DAY}")
    return value if isinstance(value, date) else None
