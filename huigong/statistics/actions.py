"""Publishing a number: frozen as it is known, once for a day or month; anything else later is a revision with its reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said_within
from huigong.statistics.cells import hidden, is_small, total
from huigong.statistics.counting import by_place
from huigong.statistics.declaring import Indicator, book
from huigong.statistics.models import Publication
from huigong.statistics.queries import least_of, span_of

MOST_REASON = 200


def publish(
    *, by: Principal, now: datetime, indicator: str, region: str, month: date | None = None, reason: str = ""
) -> Publication:
    """The number of today, or of a month that is over, as it is known now; what is too small is not kept.

    The same number again is the publication that stands. Raises `DomainError`: `access.denied`, `indicator.unknown`,
    `indicator.not_yet`, `indicator.month_running`, `indicator.no_least`, `indicator.reason`, `indicator.at_once`.
    """
    by.require(Permission.FIGURE_PUBLISH, region=region)
    today = localdate(now)
    declared = book().indicator(indicator, region, on=today)
    span = span_of(declared, month, today=today)
    if declared.during and span.last >= today:
        raise Conflict("indicator.month_running", "这个月还没有过完，不能公布", do="请选已经过完的月份")
    numbers = _numbers(declared, region, span, today)
    of_span = Publication.objects.filter(indicator=indicator, region=region, last=span.last)
    latest = of_span.order_by("-revision").first()
    if latest is not None and (latest.total, latest.cells) == (numbers["total"], numbers["cells"]):
        return latest
    row = Publication(
        indicator=indicator,
        version=declared.head.version,
        region=region,
        first=span.first,
        last=span.last,
        revision=latest.revision + 1 if latest else 0,
        reason=_reason(reason) if latest else "",
        published_at=now,
        published_by=by.account_id,
        **numbers,
    )
    return _keep(row, by=by, now=now)


def _numbers(declared: Indicator, region: str, span: Any, today: date) -> dict[str, Any]:
    least = least_of(declared, region, on=today)
    if least is None:
        raise _no_least(declared)
    cells = by_place(declared, region, span)
    whole, gone = total(cells.values()), hidden(cells, least=least)
    return {
        "least": least,
        "total": None if is_small(whole, least) else list(whole),
        "cells": {code: None if code in gone else list(cell) for code, cell in cells.items()},
    }


def _keep(row: Publication, *, by: Principal, now: datetime) -> Publication:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                by=by,
                now=now,
                verb="statistics.figure.revised" if row.revision else "statistics.figure.published",
                subject=subject_of(row),
                region=row.region,
                data={"indicator": row.indicator, "last": row.last.isoformat(), "revision": row.revision},
            )
    except IntegrityError as error:
        raise Conflict(
            "indicator.at_once", "这个数刚刚由别人公布了", do="请重新打开这一页，看公布的数对不对"
        ) from error
    return row


def _reason(text: str) -> str:
    words = said_within(text, MOST_REASON, code="indicator.reason", about="reason")
    if not words:
        raise Invalid(
            "indicator.reason",
            what="要写修订的原因",
            why="这个数已经公布过，现在算出来的和公布的不一样",
            do="请写明为什么改",
            about="reason",
        )
    return words


def _no_least(declared: Indicator) -> DomainError:
    return Conflict(
        "indicator.no_least",
        "本地还没有定多小的数不公布，这个指标不能公布",
        do=say("请在本地的参数里写“{name}”", name=declared.least),
    )
