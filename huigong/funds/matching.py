"""Which order each line of a return file speaks of, and which lines speak of none that this file can settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from huigong.funds.banks.returning import Answer, Line, Refused
from huigong.funds.models import Attempt, Batch
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say

_AT_ONCE = 500  # both databases take this many values in one query


@dataclass(frozen=True)
class Source:
    """The office whose file it is, by which profile it was read, and the day on which it was taken in."""

    office: str
    profile: str
    today: date


@dataclass(frozen=True)
class _Ordered:
    """An attempt: its key and fen, where its batch is, by which profile that was made and since when a bank can have it."""

    key: int
    amount: int
    status: str
    profile: str
    since: date


@dataclass(frozen=True)
class Matched:
    """Lines with the key of their attempt; and what somebody has to look at."""

    lines: list[tuple[int, Line]]
    refused: list[Refused]


def matched(answer: Answer, source: Source) -> Matched:
    """Each line with its attempt. A line of a batch that was dropped counts and is told all the same."""
    lines, refused = list[tuple[int, Line]](), list(answer.refused)
    for chunk in _chunks([*_of_groups(answer, source, refused), *answer.lines]):
        ordered = _ordered({line.end_to_end for line in chunk}, source.office)
        for line in chunk:
            order = ordered.get(line.end_to_end)
            why = _unfit(line, order, source)
            if order is None or why is not None:
                refused.append(why or _not_sent(line))
                continue
            lines.append((order.key, line))
            if order.status == Batch.Status.DROPPED:
                refused.append(Refused(line.row, "return.dropped", _DROPPED))
    return Matched(lines, refused)


_DROPPED = "这笔所在的批次已经作废，银行却说了结果，可能已经付出去，请和银行核对"


def _unfit(line: Line, order: _Ordered | None, source: Source) -> Refused | None:
    if order is None:
        return _not_sent(line)
    if order.status not in (Batch.Status.SENT, Batch.Status.DROPPED):
        why = say("编号{number}的批次还没有记下送出，记下以后请再读一次这个文件", number=line.end_to_end[:35])
        return Refused(line.row, "return.not_sent", why)
    if order.profile != source.profile:
        return Refused(line.row, "return.other_bank", say("这笔是按“{profile}”送出的", profile=order.profile))
    if line.amount is not None and line.amount != order.amount:
        return Refused(line.row, "return.amount", _other_amount(line, order.amount))
    if not order.since <= line.on <= source.today:
        why = say("日期{on}不在送银行以后、今天以前", on=line.on)
        return Refused(line.row, "return.day", why)
    return None


def _of_groups(answer: Answer, source: Source, refused: list[Refused]) -> Iterator[Line]:
    """A line for every order of a batch of which the bank speaks as a whole, but for those that the file names one by one."""
    named = {line.end_to_end for line in answer.lines}
    for group in answer.groups:
        orders = Attempt.objects.filter(batch__number=group.batch, batch__line__office=source.office)
        numbers = list(orders.order_by("row").values_list("row", "end_to_end"))
        if not numbers:
            refused.append(
                Refused(0, "return.not_sent", say("没有送过批次{number}", number=group.batch[:35]))
            )
        for row, number in numbers:
            if number not in named:
                yield Line(row, number, None, group.code, group.outcome, group.on)


def _ordered(numbers: Iterable[str], office: str) -> Mapping[str, _Ordered]:
    """End-to-end number → the attempt, of what this office has put into a file."""
    rows = Attempt.objects.filter(end_to_end__in=sorted(numbers), batch__line__office=office).order_by()
    columns = ("batch__status", "batch__profile", "batch__approved_at", "batch__made_at")
    listed = rows.values_list("end_to_end", "pk", "amount", *columns)
    return {
        number: _Ordered(key, amount, status, profile, localdate(approved_at or made_at))
        for number, key, amount, status, profile, approved_at, made_at in listed
    }


def _not_sent(line: Line) -> Refused:
    why = say("没有送过编号{number}的付款", number=line.end_to_end[:35])
    return Refused(line.row, "return.not_sent", why)


def _other_amount(line: Line, amount: int) -> str:
    return say(
        "金额是{said}，送出的是{amount}",
        said=format_yuan(Fen(line.amount or 0)),
        amount=format_yuan(Fen(amount)),
    )


def _chunks(lines: list[Line]) -> Iterator[list[Line]]:
    for first in range(0, len(lines), _AT_ONCE):
        yield lines[first : first + _AT_ONCE]
