"""What somebody gets once: the same thing however it is written, under whichever record it was given."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from huigong.funds.declared import Fund, period
from huigong.funds.models import Payment
from huigong.funds.payees import Payee
from huigong.funds.terms import Nature, Standing
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.kernel.writing import ideographs

_AT_ONCE = 500  # both databases take this many values in one query
_TOLD = 5


def thing(what: str) -> str:
    """What is paid for, without what only its spelling has: spaces, marks, width and case."""
    plain = unicodedata.normalize("NFKC", ideographs(what)).casefold()
    return "".join(each for each in plain if unicodedata.category(each)[0] in "LN")


def once_key(fund: Fund, payee: Payee, what: str, on: date) -> str:
    """Who, what and within what: the same text is the same payment. "" where the fund pays as often as is decided."""
    return f"{fund.id}|{payee.key}|{thing(what)}|{period(fund.once, on)}" if fund.once else ""


def require_once(
    wanted: Sequence[tuple[Payee, str]], fund: Fund, people: Mapping[str, int], *, on: date
) -> None:
    """That none of these (payee, what) has it already: keys of records that became one differ, so the person is asked too.

    Raises `DomainError` (`payment.once`).
    """
    if fund.once is None or fund.nature is Nature.TRUST:
        return
    asked = [(payee.key, thing(fund.once.what or what)) for payee, what in wanted]
    once = set(asked)
    again = len(asked) - len(once)
    given = _given(fund).filter(period=period(fund.once, on))
    keys = {key: payee for payee, key in people.items()}
    for chunk in _chunks(sorted(keys)):
        rows = given.filter(person_id__in=chunk).values_list("person_id", "what")
        again += sum((keys[person], thing(what)) in once for person, what in rows if person is not None)
    codes = sorted({payee.organisation for payee, _ in wanted if payee.organisation})
    for chunk in _chunks(codes):
        of_organisations = given.filter(organisation__in=chunk).values_list("organisation", "what")
        again += sum((f"organisation:{code}", thing(what)) in once for code, what in of_organisations)
    if again:
        raise once_only(again)


def require_still_once(payments: QuerySet[Payment], fund: Fund) -> None:
    """That none of these would give somebody a second time what they have meanwhile, since two records became one.

    Raises `DomainError` (`payment.once`), naming the payments.
    """
    if fund.once is None or fund.nature is Nature.TRUST:
        return
    people = payments.filter(person__isnull=False).order_by().values("person_id")
    several = _given(fund).filter(person_id__in=people).values("person_id").annotate(count=Count("pk"))
    doubtful = list(several.filter(count__gt=1).values_list("person_id", flat=True))
    given = defaultdict[tuple[int | None, str, str], list[Payment]](list)
    for chunk in _chunks(doubtful):
        for payment in _given(fund).filter(person_id__in=chunk).order_by("pk"):
            given[payment.person_id, thing(payment.what), payment.period].append(payment)
    asked = set(payments.filter(person_id__in=doubtful).values_list("pk", flat=True)) if doubtful else set()
    if again := [rows for rows in given.values() if len(rows) > 1 and any(row.pk in asked for row in rows)]:
        raise _now_twice(again)


def once_only(count: int) -> Conflict:
    """For what somebody has had, or would have twice."""
    return Conflict(
        code="payment.once",
        about="payee",
        what=say("有{count}笔已经付过，或者已经在付", count=count),
        why="这项资金每人每期只付一次",
        do="请去掉这些，再来一次",
    )


def asked_again(count: int) -> Conflict:
    """For what is in every respect as something that the line has already: a sheet that was read before."""
    return Conflict(
        code="payment.again",
        about="again",
        what=say("有{count}笔和已经记下的完全一样", count=count),
        why="同一份名单可能已经读入过",
        do="请核对逐笔的记录；确实是另外的，请勾选再提交",
    )


def _now_twice(again: Collection[Sequence[Payment]]) -> Conflict:
    listed = "、".join(row.public_id.hex for rows in list(again)[:_TOLD] for row in rows)
    return Conflict(
        code="payment.once",
        about="payments",
        what=say("有{count}个人同一件事有两笔付款", count=len(again)),
        why=say("两份档案合成了一份：{payments}", payments=listed),
        do="请取消其中还没有付的，再来一次",
    )


def _given(fund: Fund) -> QuerySet[Payment]:
    rows = Payment.objects.filter(line__fund=fund.id).order_by()
    return rows.exclude(standing=Standing.RELEASED.value)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]
