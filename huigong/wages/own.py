"""What somebody sees of their own wages: the months in which their number stands, and what is said of them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from huigong.directory.principals import Principal
from huigong.registry import lookup
from huigong.registry import queries as registry
from huigong.registry.lookup import public_uuid
from huigong.wages.models import Difference, EarlyWarning, ProjectMonth, WarningAnswer, WorkerMonth
from huigong.wages.notfound import no_month
from huigong.wages.reconciling.kinds import OF_CODE
from huigong.wages.sites import SURE, Site, sites
from huigong.wages.warnings.declaring import book


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
    rows = list(
        _own(viewer)
        .select_related("month__project")
        .prefetch_related(Prefetch("differences", Difference.objects.order_by("pk")))
        .order_by("-month__month", "pk")
    )
    known = {site.id: site for site in sites({row.month.project for row in rows}, on=on)}
    asked = _asked(rows, on)
    return tuple(_shown(row, known[row.month.project.public_id.hex], asked[row.pk], on) for row in rows)


def own_month(viewer: Principal, public_id: str, *, lock: bool = False) -> WorkerMonth:
    """One of the own months; of a version whose place another took, the row of that one.

    Raises `NotFound` (`wage.no_month`) for any other.
    """
    every = _own_ever(viewer)
    seen = every.filter(public_id=public_uuid(public_id)).select_related("month").first()
    if seen is None:
        raise no_month()
    rows = every.filter(
        month__project=seen.month.project_id, month__month=seen.month.month, month__current=True
    ).select_related("month__project")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise no_month()
    return row


def affected(warning: EarlyWarning, concerns: tuple[str, ...]) -> QuerySet[WorkerMonth]:
    """The workers of whose money a warning is: those of whom its month has one of its kinds of difference.

    Not who says that it is right that the month says nothing of them any more.
    """
    if warning.month is None:
        return WorkerMonth.objects.none()
    return (
        WorkerMonth.objects.filter(
            month__project=warning.record,
            month__month=warning.month,
            month__current=True,
            differences__kind__in=concerns,
        )
        .exclude(left_out=True, answer=WorkerMonth.Answer.CONFIRMED)
        .distinct()
    )


def _own(viewer: Principal) -> QuerySet[WorkerMonth]:
    return _own_ever(viewer).filter(month__current=True)


def _own_ever(viewer: Principal) -> QuerySet[WorkerMonth]:
    """In every version of the months."""
    if not is_sure(viewer):
        return WorkerMonth.objects.none()
    number = lookup.person(viewer.person_id or "").resident_number
    if not number:
        return WorkerMonth.objects.none()
    return WorkerMonth.objects.by_index("number", number)


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


def _asked(rows: Sequence[WorkerMonth], on: date) -> Mapping[int, Sequence[Asked]]:
    """What is asked about each month, by its key: the explanations that stand of what is not right in it."""
    asked: defaultdict[int, list[Asked]] = defaultdict(list)
    by_month = {(row.month.project_id, row.month.month): row for row in rows}
    open_ones = EarlyWarning.objects.filter(
        record__in={row.month.project_id for row in rows},
        month__in={row.month.month for row in rows},
        closing="",
        explained_at__isnull=False,
    )
    answers = {
        (each.worker_id, each.warning_id): each.agreed
        for each in WarningAnswer.objects.filter(worker__in=rows)
    }
    for warning in open_ones.order_by("pk"):
        row = by_month.get((warning.record_id, warning.month)) if warning.month else None
        if row is None:
            continue
        rule = book().rule(warning.declared, warning.region, on=on)
        if not row.agreed_gone and any(each.kind in rule.concerns for each in row.differences.all()):
            asked[row.pk].append(
                Asked(
                    warning.public_id.hex,
                    rule.head.name,
                    warning.explanation,
                    warning.confirm_by,
                    answers.get((row.pk, warning.pk)),
                )
            )
    return asked
