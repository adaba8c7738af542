"""The three zeros of a region on a day: each with its last day by the pack, its cases, and the months that prove it.

A zero is said only of cases that are settled and of months that are complete (`coverage`). As many queries for a province as
for a county.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from huigong.casework.models import Case
from huigong.catalogue.parameters import DatedValue
from huigong.declarations.durations import Span
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import of_offices, within
from huigong.kernel import regions
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.days import month_before
from huigong.kernel.errors import Unavailable
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.records.models import Record
from huigong.safeguards.zeros.coverage import Coverage, coverage, known
from huigong.safeguards.zeros.declaring import Cohort, Counted, Goal, counted
from huigong.wages.models import EarlyWarning
from huigong.wages.parameters import parameters
from huigong.wages.warnings.inputs import PROJECT

FIRST_YEAR: Final = 2019  # the first year of which any paper at hand speaks of three zeros
_DECEMBER, _LAST_DAY = 12, 31


class Stand(Labelled):
    """How a zero stands."""

    PROVEN = "proven", wording("清零了，有证明")
    UNPROVEN = "unproven", wording("不能说清零")
    RUNNING = "running", wording("还没有清零")
    LAPSED = "lapsed", wording("过了期限没有清零")


class Course(Labelled):
    """How a case stands to its last day."""

    CLEARED = "cleared", wording("清了")
    LATE = "late", wording("过了期限才清")
    RUNNING = "running", wording("在期限里")
    LAPSED = "lapsed", wording("过了期限没有清")
    OPEN = "open", wording("没有清，当地没有定期限")


@dataclass(frozen=True)
class ArrearsCase:
    """A case of arrears; `cleared_on` is the day on which it was closed with the wages paid or nothing owed, `due` the last
    day of the goal, None where no place has set one."""

    id: str
    number: str
    region: str
    office: str
    opened_on: date
    cleared_on: date | None
    due: date | None
    course: Course


@dataclass(frozen=True)
class Zero:
    """One of the zeros: the day or length that the place set with its clause, the cases, and what proves it.

    `by` and `length` are None where no place has set them; `unit` is the measure of `length`. `counts` are the cases by
    how they stand to their day. `cases` are those that are not cleared, of the viewer's own offices alone.
    """

    goal: Goal
    by: date | None
    length: int | None
    unit: str
    clause: str
    counts: dict[Course, int]
    cases: tuple[ArrearsCase, ...]
    coverage: Coverage

    @property
    def remaining(self) -> int:
        return sum(self.counts[each] for each in (Course.RUNNING, Course.LAPSED, Course.OPEN))

    @property
    def not_zero(self) -> int:
        """What stands between this and a zero: cases, months that say that something is owed, months that are missing."""
        return self.remaining + len(self.coverage.owing) + len(self.coverage.gaps)

    @property
    def stand(self) -> Stand:
        if self.counts[Course.LAPSED]:
            return Stand.LAPSED
        if self.remaining or self.coverage.owing:
            return Stand.RUNNING
        return Stand.PROVEN if self.coverage.proven else Stand.UNPROVEN


@dataclass(frozen=True)
class Board:
    """The zeros of a region and a year, as of a day."""

    region: str
    year: int
    on: date
    zeros: tuple[Zero, ...]


def board(viewer: Principal, region: str, year: int, *, now: datetime) -> Board:
    """The board of a region; the cases of a year are those that were opened in it.

    Raises `DomainError`: `access.denied` outside the viewer's regions, `zeros.not_declared`.
    """
    viewer.require(Permission.DUTY_BOARD_READ, region=region)
    on, declared = localdate(now), counted()
    if declared is None:
        raise Unavailable(
            "zeros.not_declared", what="资料包里没有写三个清零数什么", do="请管理员看 clearance.yaml"
        )
    first, last = date(year - 1, 1, 1), min(month_before(on), date(year, _DECEMBER, 1))
    read = known(region, first, max(first, last), declared.under_way)
    arrears = _cases(region, year, declared)
    mine = of_offices(viewer, Permission.CASE_READ, office="accountable_office")
    own, rows = {each.hex for each in arrears.filter(mine).values_list("public_id", flat=True)}, list(arrears)
    zeros, as_of = [], min(on, date(year, _DECEMBER, _LAST_DAY))
    for goal in declared.goals:
        by, length, unit, clause = _set(goal, region, as_of)
        told = [
            _case(row, goal, declared, as_of, on=on)
            for row in rows
            if (row.opened_on.year < year) is _standing(goal)
        ]
        proof = coverage(read, *_span(goal, year, last), declared.under_way, on=on)
        zeros.append(
            Zero(
                goal,
                by,
                length,
                unit,
                clause,
                {each: sum(1 for case in told if case.course is each) for each in Course},
                tuple(case for case in told if case.cleared_on is None and case.id in own),
                proof,
            )
        )
    return Board(region, year, on, tuple(zeros))


def regions_of(viewer: Principal) -> tuple[str, ...]:
    """The regions for which the viewer may see a board, the widest first: their own, and those below in which a project is
    registered or a case of arrears was opened."""
    held = viewer.regions(Permission.DUTY_BOARD_READ)
    reached = Q(pk__in=[])
    for prefix in held:
        reached |= within("region", prefix)
    registered = Record.objects.filter(reached, kind=PROJECT).order_by()
    places, declared = set(registered.values_list("region", flat=True).distinct()), counted()
    if declared is not None:
        opened = Case.objects.filter(reached, _of_arrears(declared)).order_by()
        places |= set(opened.values_list("region", flat=True).distinct())
    own = {grant.region for grant in viewer.grants_for(Permission.DUTY_BOARD_READ)}
    offered = own | places | {above for place in places for above in regions.lineage(place)}
    allowed = {code for code in offered if viewer.can(Permission.DUTY_BOARD_READ, region=code)}
    return tuple(sorted(allowed, key=lambda code: (len(region_prefix(code)), code)))


def _of_arrears(declared: Counted) -> Q:
    warned = EarlyWarning.objects.filter(declared__in=declared.warnings, case__isnull=False).values("case")
    return Q(service_id__in=declared.services) | Q(pk__in=warned)


def _cases(region: str, year: int, declared: Counted) -> QuerySet[Case]:
    """Cases of arrears that were opened in the year, and earlier ones that were not settled before it began."""
    begins = date(year, 1, 1)
    unpaid = _unpaid(declared)
    live = Q(opened_on__gte=begins) | Q(is_open=True) | Q(closed_on__gte=begins) | unpaid
    rows = Case.objects.filter(
        _of_arrears(declared),
        live,
        within("region", region_prefix(region)),
        opened_on__lt=date(year + 1, 1, 1),
    )
    columns = "public_id number procedure status region accountable_office opened_on is_open closed_on"
    return rows.only(*columns.split()).order_by("opened_on", "pk")


def _unpaid(declared: Counted) -> Q:
    made = Q(pk__in=[])
    for procedure, statuses in declared.unpaid.items():
        made |= Q(procedure=procedure, status__in=statuses)
    return made


def _standing(goal: Goal) -> bool:
    return goal.cases is Cohort.STANDING


def _span(goal: Goal, year: int, last: date) -> tuple[date, date]:
    """The months in which what the goal is about was earned: of standing cases the year before."""
    if _standing(goal):
        return date(year - 1, 1, 1), min(last, date(year - 1, _DECEMBER, 1))
    return date(year, 1, 1), last


def _set(goal: Goal, region: str, on: date) -> tuple[date | None, int | None, str, str]:
    """The last day or the length that holds in a region, its measure and its clause."""
    packs = parameters()
    name = goal.by or (goal.within.parameter if goal.within else "")
    dated: DatedValue | None = packs.dated(name, region=region, on=on) if name else None
    if dated is None:
        return None, None, "", ""
    if isinstance(dated.value, date):
        return dated.value, None, "", dated.clause
    unit = packs.declarations[name].measure
    return None, dated.value if isinstance(dated.value, int) else None, unit, dated.clause


def _due(row: Case, goal: Goal, as_of: date) -> date | None:
    """The last day of a case by the place where it is: a county may have set what its province has not. A day is that of
    the year of the board, a length that of the day on which the case was opened."""
    packs = parameters()
    if goal.by:
        value = packs.lookup(row.region)(goal.by, as_of)
        return value if isinstance(value, date) else None
    assert goal.within is not None
    length = goal.within.on(row.opened_on, packs.declarations, packs.lookup(row.region))
    return length.after(row.opened_on, WorkCalendar.published()) if isinstance(length, Span) else None


def _case(row: Case, goal: Goal, declared: Counted, as_of: date, *, on: date) -> ArrearsCase:
    paid = not row.is_open and row.status not in declared.unpaid.get(row.procedure, ())
    cleared = row.closed_on if paid else None
    due = _due(row, goal, as_of)
    return ArrearsCase(
        row.public_id.hex,
        row.number,
        row.region,
        row.accountable_office,
        row.opened_on,
        cleared,
        due,
        _course(cleared, due, on),
    )


def _course(cleared: date | None, due: date | None, on: date) -> Course:
    if cleared is not None:
        return Course.LATE if due is not None and cleared > due else Course.CLEARED
    if due is None:
        return Course.OPEN
    return Course.LAPSED if on > due else Course.RUNNING
