"""Where a bank says of an attempt what the books do not hold: nothing more is paid on it before somebody has looked at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from huigong.funds.models import Attempt, Payment, ReturnLine
from huigong.funds.settling import Told, settled
from huigong.funds.terms import Outcome

_AT_ONCE = 2000


@dataclass(frozen=True)
class Dispute:
    """Keys of an attempt and its payment; what the books hold of it, and what the bank's words come to."""

    attempt: int
    payment: int
    booked: Outcome
    said: Outcome


def disputes(payments: QuerySet[Payment] | QuerySet[Attempt, int] | None = None) -> Iterator[Dispute]:
    """Every attempt, of these payments or of all, of which the bank says something else than the books."""
    lines = ReturnLine.objects.order_by("attempt_id", "pk")
    if payments is not None:
        lines = lines.filter(attempt__payment__in=payments)
    columns = ("attempt_id", "attempt__payment_id", "attempt__outcome", "on", "outcome", "file_id")
    listed = lines.values_list(*columns).iterator(chunk_size=_AT_ONCE)
    for (attempt, payment, booked), rows in groupby(listed, key=itemgetter(0, 1, 2)):
        said = settled(Told(on, Outcome(outcome), by_bank=file is not None) for *_, on, outcome, file in rows)
        if said != booked:
            yield Dispute(attempt, payment, Outcome(booked), said)
