"""Samples of call-backs as their office sees them: who is drawn, how far the calls are, what the answers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import of_offices, within
from huigong.kernel.errors import DomainError, NotFound
from huigong.kernel.identity import mask_name
from huigong.registry.lookup import public_uuid
from huigong.safeguards.callbacks.sampling import Estimate, Stratum, estimate
from huigong.safeguards.models import CallBack, CallSurvey
from huigong.wages.models import WorkerMonth
from huigong.wages.parameters import parameters
from huigong.wages.sites import sites

Outcome = CallBack.Outcome
LEAST = "回访最少人数"
_TENTHS = 10
_AT_ONCE = 500  # as many as both databases take in one query


@dataclass(frozen=True)
class Result:
    """What a sample says. `counts` are its calls by outcome, `share` the part of all who say yes with its interval (None
    while a stratum has no answer), `proven` the percent of all drawn who said yes: everybody else counted as a no."""

    survey: CallSurvey
    population: int
    size: int
    counts: dict[Outcome, int]
    share: Estimate | None
    proven: int

    @property
    def error(self) -> float:
        """The error that was wanted, in percentage points."""
        return self.survey.error / _TENTHS

    @property
    def unheard(self) -> int:
        """Drawn, and neither yes nor no."""
        return self.size - self.counts[Outcome.YES] - self.counts[Outcome.NO]


@dataclass(frozen=True)
class CallRow:
    """A line of the list of calls; the name is masked."""

    id: str
    lot: int
    name: str
    site: str
    outcome: Outcome
    attempts: int
    said: str

    @property
    def open(self) -> bool:
        """Whether a call may still be recorded: nobody was reached so far."""
        return self.outcome in (Outcome.WAITING, Outcome.UNREACHED)


def least_in(region: str, *, on: date) -> int | None:
    """How many a place wants to be asked at least; None where nobody has set it."""
    value = parameters().lookup(region)(LEAST, on)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def population(region: str, month: date) -> Iterator[tuple[str, str]]:
    """Whom the months of a region that stand name, everybody who may be drawn: public ids of the row and of its project."""
    rows = WorkerMonth.objects.filter(
        within("month__project__region", region_prefix(region)), month__current=True, month__month=month
    )
    keys = rows.order_by("pk").values_list("public_id", "month__project__public_id")
    return ((row.hex, project.hex) for row, project in keys.iterator())


def workers(keys: Sequence[str]) -> dict[str, WorkerMonth]:
    """Those rows with their projects, by public id."""
    parts = [
        WorkerMonth.objects.filter(public_id__in=keys[first : first + _AT_ONCE])
        .select_related("month__project")
        .order_by("pk")
        for first in range(0, len(keys), _AT_ONCE)
    ]
    return {row.public_id.hex: row for rows in parts for row in rows}


def surveys(viewer: Principal) -> QuerySet[CallSurvey]:
    """The samples of the viewer's offices, the latest first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.CASE_DECIDE)
    return CallSurvey.objects.filter(of_offices(viewer, Permission.CASE_DECIDE))


def survey(viewer: Principal, public_id: str) -> CallSurvey:
    """One of them. Raises `DomainError`: `access.denied`, `callback.no_survey`."""
    row = surveys(viewer).filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise no_survey()
    return row


def results(rows: Iterable[CallSurvey]) -> tuple[Result, ...]:
    """What samples say; one query for however many."""
    listed = list(rows)
    counted: dict[int, Counter[tuple[str, str]]] = {row.pk: Counter() for row in listed}
    calls = CallBack.objects.filter(survey__in=listed).values_list("survey", "stratum", "outcome")
    for key, stratum, outcome in calls:
        counted[key][stratum, outcome] += 1
    return tuple(_result(row, counted[row.pk]) for row in listed)


def latest(region: str, *, until: date) -> Result | None:
    """The newest sample of the whole of a region, for who sees its board; None where none was drawn."""
    row = CallSurvey.objects.filter(region=region, month__lte=until).order_by("-drawn_at", "-pk").first()
    return results([row])[0] if row else None


def times_drawn(row: CallSurvey) -> int:
    """How often the month of a sample was drawn in its region: whoever draws again until it pleases is seen."""
    return CallSurvey.objects.filter(region=row.region, month=row.month).count()


def calls(row: CallSurvey, *, now: datetime) -> tuple[CallRow, ...]:
    """The list for the caller, in the order of the lots."""
    listed = list(CallBack.objects.filter(survey=row).select_related("project").order_by("lot"))
    return _rows(listed, on=localdate(now))


def _rows(listed: Sequence[CallBack], *, on: date) -> tuple[CallRow, ...]:
    known = {site.id: site for site in sites({call.project for call in listed}, on=on)}
    return tuple(
        CallRow(
            call.public_id.hex,
            call.lot,
            mask_name(call.name) if call.name else "",
            known[call.project.public_id.hex].name,
            Outcome(call.outcome),
            call.attempts,
            call.said,
        )
        for call in listed
    )


def call(viewer: Principal, public_id: str, *, now: datetime) -> tuple[CallSurvey, CallRow]:
    """One call with its sample. Raises `DomainError`: `access.denied`, `callback.no_call`."""
    asked = (
        CallBack.objects.filter(public_id=public_uuid(public_id)).select_related("survey", "project").first()
    )
    if asked is None or not surveys(viewer).filter(pk=asked.survey_id).exists():
        raise no_call()
    [row] = _rows([asked], on=localdate(now))
    return asked.survey, row


def strata_of(row: CallSurvey, counted: Counter[tuple[str, str]]) -> Sequence[Stratum]:
    """Each stratum with its answers."""
    yes, no = Outcome.YES.value, Outcome.NO.value
    return [
        Stratum(count, counted[name, yes] + counted[name, no], counted[name, yes])
        for name, count in row.strata.items()
    ]


def no_survey() -> DomainError:
    return NotFound("callback.no_survey", what="没有找到这次回访", do="请回到列表重新看")


def no_call() -> DomainError:
    return NotFound("callback.no_call", what="没有找到这个回访", do="请回到名单重新看")


def _result(row: CallSurvey, counted: Counter[tuple[str, str]]) -> Result:
    counts = dict.fromkeys(Outcome, 0)
    for (_stratum, outcome), count in counted.items():
        counts[Outcome(outcome)] += count
    drawn = sum(counts.values())
    return Result(
        row,
        sum(row.strata.values()),
        drawn,
        counts,
        estimate(strata_of(row, counted), confidence=row.confidence),
        counts[Outcome.YES] * 100 // drawn if drawn else 0,
    )
