"""Drawing workers of a month by lot, looking up whom to call, and recording what they say."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.actions import record_access
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid, Unavailable
from huigong.kernel.writing import said_within
from huigong.registry.lookup import public_uuid
from huigong.registry.need import by_need
from huigong.safeguards.callbacks import queries, sampling
from huigong.safeguards.models import CallBack, CallSurvey
from huigong.safeguards.zeros.declaring import counted
from huigong.wages.models import WorkerMonth
from huigong.wages.whose import on_record

CONFIDENCES: Final = (90, 95, 99)
SMALLEST_ERROR, LARGEST_ERROR = 1, 20  # percentage points
MOST_SAID, MOST_DRAWN = 500, 5000
PURPOSE = "抽样回访工资发放"
_TENTHS, _SEED_BYTES = 10, 16


@dataclass(frozen=True)
class Called:
    """Whom to call: `phone` is "" where the register has none."""

    name: str
    phone: str


@transaction.atomic
def draw(
    *,
    by: Principal,
    now: datetime,
    region: str,
    office: str,
    month: date,
    error: float,
    confidence: int,
    by_project: bool,
) -> CallSurvey:
    """Draws from everybody whom the months of a region name, at least as many as the place wants.

    `error` in percentage points. Raises `DomainError`: `access.denied`, `callback.error`, `callback.confidence`,
    `callback.nobody`, `callback.too_many`, `zeros.not_declared`.
    """
    by.require(Permission.CASE_DECIDE, region=region, office=office or None)
    asks = _require_sound(error, confidence)
    strata: dict[str, list[str]] = {}
    for key, project in queries.population(region, month):
        strata.setdefault(project if by_project else "", []).append(key)
    sizes = {name: len(keys) for name, keys in sorted(strata.items())}
    least, seed = queries.least_in(region, on=localdate(now)), secrets.token_hex(_SEED_BYTES)
    total = sampling.size(sum(sizes.values()), error=error, confidence=confidence, least=least or 0)
    _require_some(total)
    survey = CallSurvey.objects.create(
        region=region,
        office=office,
        month=month,
        asks=asks,
        confidence=confidence,
        error=round(error * _TENTHS),
        least=least,
        by_project=by_project,
        strata=sizes,
        seed=seed,
        drawn_at=now,
        drawn_by=by.account_id,
    )
    drawn = _keep_calls(survey, strata, total)
    record_event(
        by=by,
        now=now,
        verb="safeguards.calls.drawn",
        subject=subject_of(survey),
        region=region,
        data={
            "month": f"{month:%Y-%m}",
            "population": sum(sizes.values()),
            "drawn": drawn,
            "seed": seed,
        },
    )
    return survey


@transaction.atomic
def whom(*, by: Principal, now: datetime, call_id: str) -> Called:
    """Name and telephone of somebody who was drawn; each look stands in the trail.

    Raises `DomainError`: `callback.no_call`, `access.denied`, `person.minor_not_approved`.
    """
    call = _call(by, call_id)
    by.require(Permission.PERSON_REVEAL)
    viewer = by.with_purpose(PURPOSE)
    person = on_record([call]).get(call.pk)
    record_event(
        by=by,
        now=now,
        verb="safeguards.call.looked",
        subject=subject_of(call),
        region=call.survey.region,
        purpose=PURPOSE,
    )
    if person is None:
        return Called(call.name, "")
    viewer = by_need(viewer, person, on=localdate(now), in_hand=True)
    record_access(
        viewer=viewer,
        now=now,
        person=person.public_id.hex,
        purpose=viewer.purpose,
        fields=["name", "phone"],
        region=person.residence,
        every_time=True,
    )
    return Called(person.name, person.phone)


@transaction.atomic
def answer(
    *, by: Principal, now: datetime, call_id: str, outcome: CallBack.Outcome, said: str = ""
) -> CallBack:
    """What came of a call. A later call takes the place of one that reached nobody; what somebody has said stays.

    Raises `DomainError`: `callback.no_call`, `access.denied`, `callback.outcome`, `callback.answered`, `callback.too_long`.
    """
    call = _call(by, call_id, lock=True)
    if outcome == CallBack.Outcome.WAITING:
        raise Invalid("callback.outcome", about="outcome", what="没有选结果", do="请选这次回访的结果")
    if call.outcome not in (CallBack.Outcome.WAITING, CallBack.Outcome.UNREACHED):
        raise Conflict("callback.answered", about="outcome", what="这个人已经答过了", do="请打下一个")
    call.said = said_within(said, MOST_SAID, code="callback.too_long", about="said")
    call.outcome, call.answered_at, call.answered_by = outcome, now, by.account_id
    call.attempts += 1
    call.save(update_fields=["said", "outcome", "answered_at", "answered_by", "attempts"])
    record_event(
        by=by,
        now=now,
        verb="safeguards.call.answered",
        subject=subject_of(call),
        region=call.survey.region,
        data={"outcome": outcome.value, "attempts": call.attempts},
    )
    return call


def _require_sound(error: float, confidence: int) -> str:
    """What is asked, where it can be asked of a sample of this error and confidence."""
    if not SMALLEST_ERROR <= error <= LARGEST_ERROR:
        raise Invalid("callback.error", about="error", what="误差不对", do="请写 1 到 20 之间的百分点")
    if confidence not in CONFIDENCES:
        raise Invalid(
            "callback.confidence", about="confidence", what="置信水平不对", do="请选 90、95 或者 99"
        )
    declared = counted()
    if declared is None:
        raise Unavailable(
            "zeros.not_declared", what="资料包里没有写回访问什么", do="请管理员看 clearance.yaml"
        )
    return declared.asks


def _keep_calls(survey: CallSurvey, strata: Mapping[str, Sequence[str]], total: int) -> int:
    """The calls of a sample, in the order of the lots; how many."""
    drawn = [
        (name, key)
        for name, count in sampling.shares(survey.strata, total).items()
        for key in sampling.drawn(strata[name], count, seed=survey.seed)
    ]
    rows = queries.workers([key for _, key in drawn])
    CallBack.objects.bulk_create(
        _call_of(survey, lot, name, rows[key]) for lot, (name, key) in enumerate(drawn, start=1)
    )
    return len(drawn)


def _call_of(survey: CallSurvey, lot: int, stratum: str, row: WorkerMonth) -> CallBack:
    return CallBack(
        survey=survey,
        stratum=stratum,
        lot=lot,
        project=row.month.project,
        name=row.name,
        paper=row.paper,
        number=row.number,
    )


def _call(by: Principal, call_id: str, *, lock: bool = False) -> CallBack:
    rows = CallBack.objects.filter(public_id=public_uuid(call_id)).select_related("survey", "project")
    call = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if call is None or not queries.surveys(by).filter(pk=call.survey_id).exists():
        raise queries.no_call()
    return call


def _require_some(total: int) -> None:
    if not total:
        raise Conflict(
            "callback.nobody",
            about="month",
            what="这个月这里没有报上来的工人，抽不了",
            do="请换一个月，或者先催项目报送",
        )
    if total > MOST_DRAWN:
        raise Conflict(
            "callback.too_many", about="error", what="要打的电话太多了", do="请把误差放宽，或者分县抽"
        )
