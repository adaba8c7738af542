"""What somebody sees of their own wages: the months in which their number stands, and what is said of them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from huigong.directory.principals import Principal
from huigong.registry import lookup
from huigong.registry import queries as registry
from huigong.registry.lookup import public_uuid
from huigong.wages.concerned import answers_by, is_concerned
from huigong.wages.models import Difference, EarlyWarning, Explanation, ProjectMonth, WorkerMonth
from huigong.wages.notfound import no_month
from huigong.wages.reconciling.kinds import OF_CODE
from huigong.wages.sites import SURE, Site, sites
from huigong.wages.warnings.declaring import book
from huigong.wages.whose import rows_ever_of, rows_of, same, theirs


@dataclass(frozen=True)
class Missing:
    """One thing that is not right with the own month, in words; `amount` fen, None where it is no sum."""

    says: str
    amount: int | None


@dataclass(frozen=True)
class Asked:
    """An explanation of the employer on which the worker is asked. `agreed` None while they have said nothing."""

    warning: str
    name: str
    explanation: str
    until: date | None
    agreed: bool | None


@dataclass(frozen=True)
class OtherName:
    """Rows with the own number under another name, named by one of them: neither the name nor a sum is told."""

    id: str
    month: date


@dataclass(frozen=True)
class OwnWages:
    """One month on one project. Sums are fen; `pay_day` None where nobody wrote one."""

    id: str
    month: date
    site: Site
    days: tuple[int, ...]
    row: WorkerMonth
    pay_day: date | None
    due: bool
    missing: tuple[Missing, ...]
    asked: tuple[Asked, ...]

    @property
    def owed(self) -> int:
        """What should have come by now and has not."""
        return self.row.owed if self.due else 0


def is_sure(viewer: Principal) -> bool:
    """Whether the viewer is known surely enough to be shown wages."""
    return bool(viewer.person_id) and registry.assurance_of(viewer).reaches(SURE)


def own_wages(viewer: Principal, *, on: date) -> tuple[OwnWages, ...]:
    """The own months, the newest first; as many queries for one as for many."""
    months = Prefetch("differences", Difference.objects.order_by("pk"))
    rows = _own(
        viewer,
        lambda rows: (
            rows.select_related("month__project").prefetch_related(months).order_by("-month__month", "pk")
        ),
    )
    known = {site.id: site for site in sites({row.month.project for row in rows}, on=on)}
    asked = _asked(viewer, rows, on) if rows else {}
    return tuple(
        _shown(row, known[row.month.project.public_id.hex], asked.get(row.pk, ()), on) for row in rows
    )


def own_month(viewer: Principal, public_id: str, *, lock: bool = False) -> WorkerMonth:
    """One of the own months; of a version whose place another took, the row of that one.

    Raises `NotFound` (`wage.no_month`) for any other.
    """
    seen = next(
        iter(_own(viewer, lambda rows: rows.filter(public_id=public_uuid(public_id)), ever=True)), None
    )
    if seen is None:
        raise no_month()
    month = seen.month

    def chosen_of(rows: QuerySet[WorkerMonth]) -> QuerySet[WorkerMonth]:
        chosen = rows.filter(month__project=month.project_id, month__month=month.month)
        chosen = chosen.select_related("month__project")
        return chosen.select_for_update(of=("self",)) if lock else chosen

    row = next(iter(_own(viewer, chosen_of)), None)
    if row is None:
        raise no_month()
    return row


def under_another_name(viewer: Principal) -> tuple[OtherName, ...]:
    """The rows with the own number under a name that is not the own one, of which nothing was said yet, one a name."""
    if not is_sure(viewer):
        return ()
    person = lookup.person(viewer.person_id or "")
    rows = rows_of(person).select_related("month").order_by("-month__month", "pk")
    _, others = theirs(person, rows)
    first: dict[str, WorkerMonth] = {}
    for row in others:
        first.setdefault(same(row.name), row)
    return tuple(OtherName(row.public_id.hex, row.month.month) for row in first.values())


def _own(
    viewer: Principal,
    rows: Callable[[QuerySet[WorkerMonth]], QuerySet[WorkerMonth]],
    *,
    ever: bool = False,
) -> list[WorkerMonth]:
    """Those that are the viewer's, of what `rows` makes of the rows with their number in months that stand, or `ever` stood."""
    if not is_sure(viewer):
        return []
    person = lookup.person(viewer.person_id or "")
    return theirs(person, rows(rows_ever_of(person) if ever else rows_of(person)))[0]


def _shown(row: WorkerMonth, site: Site, asked: Sequence[Asked], on: date) -> OwnWages:
    day = pay_day_of(row.month)
    due = day is None or day < on
    return OwnWages(
        id=row.public_id.hex,
        month=row.month.month,
        site=site,
        days=tuple(int(each) for each in row.days.split(",") if each),
        row=row,
        pay_day=day,
        due=due,
        missing=tuple(
            Missing(OF_CODE[each.kind].says, each.amount)
            for each in row.differences.all()
            if (due or not OF_CODE[each.kind].waits) and not row.agreed_gone
        ),
        asked=tuple(asked),
    )


def pay_day_of(month: ProjectMonth) -> date | None:
    """The pay-day of a month, None where nobody wrote one."""
    written = month.accounts.get("pay_day")
    return date.fromisoformat(written) if written else None


def _asked(viewer: Principal, rows: Sequence[WorkerMonth], on: date) -> Mapping[int, Sequence[Asked]]:
    """What is asked about each month, by its key: the newest explanations of the warnings that stand and are about it."""
    asked: defaultdict[int, list[Asked]] = defaultdict(list)
    by_month = {(row.month.project_id, row.month.month): row for row in rows}
    open_ones = EarlyWarning.objects.filter(
        record__in={row.month.project_id for row in rows},
        month__in={row.month.month for row in rows},
        closing="",
    )
    explained = {
        each.warning_id: each
        for each in Explanation.objects.filter(warning__in=open_ones).select_related("warning").order_by("pk")
    }
    said = answers_by(lookup.person(viewer.person_id or ""), list(explained.values()))
    for each in explained.values():
        warning = each.warning
        row = by_month.get((warning.record_id, warning.month)) if warning.month else None
        if row is None:
            continue
        rule = book().rule(warning.declared, warning.region, on=on)
        if is_concerned(row, rule):
            asked[row.pk].append(
                Asked(warning.public_id.hex, rule.head.name, each.text, each.confirm_by, said.get(each.pk))
            )
    return asked
