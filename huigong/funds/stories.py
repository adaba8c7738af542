"""Stories of a fund as its pack tells them: what happened, and where the money stands then. `pack check` plays them.

    examples:
      - name: 同一工种同一级只付一次
        given:
          - {on: 2026-03-01, do: grant, amount: 10000元}
          - {on: 2026-03-02, do: reserve, who: 甲, what: 焊工初级, amount: 1000元}
          - {on: 2026-03-09, do: pay}
          - {on: 2026-03-12, do: credited, who: 甲, what: 焊工初级}
          - {on: 2026-06-01, do: reserve, who: 甲, what: 焊工初级, amount: 1000元}
        then: {books: {可用: 9000元, 已付: 1000元}, payments: {甲 焊工初级: 已到账}, refused: {5: payment.once}}

A book that `then` leaves out has nothing in it. `parameters` are sums that the place has not set yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from huigong.declarations import PARAMETERS, differs
from huigong.funds.declared import Fund
from huigong.funds.playing import Act, Event, Played, played
from huigong.funds.terms import Book
from huigong.kernel.errors import DomainError
from huigong.kernel.money import Fen, format_yuan, yuan
from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import choice, day, line, mapped, one, rows, text

_GIVEN = Shape(
    "发生的事",
    {"on": day(), "do": choice(Act), "who": text(""), "what": text(""), "amount": text("")},
    named="do",
)
_THEN = Shape("结果", {"books": mapped(line), "payments": mapped(line), "refused": mapped(line)})
STORY: Final = Shape(
    "故事",
    {
        "name": text(),
        PARAMETERS: mapped(line),
        "given": rows(_GIVEN, needed="请写发生了什么"),
        "then": one(_THEN),
    },
    named="name",
)


def check(fund: Fund, story: Entry, stated: Mapping[date, int | None]) -> None:
    """Notes what the fund makes of the story otherwise than it says; `stated` is the sum of the law on each of its days."""
    try:
        events = [_event(row) for row in story["given"]]
        wanted = {name: yuan(said) for name, said in story["then"]["books"].items()}
        said = {name: yuan(each) for name, each in story["parameters"].items()}
    except DomainError as error:
        story.wrong("given", error.what, error.do)
        return
    sums = {said.get(fund.amount) or stated.get(event.on) for event in events} if fund.amount else {None}
    if len(sums) != 1 or (fund.amount and sums == {None}):
        story.wrong("parameters", "不知道金额是多少", f"请写 parameters: {{{fund.amount}: …元}}")
        return
    result = played(fund, events, stated=sums.pop())
    _compare(story["then"], "books", dict(wanted), _books(result), _money)
    _compare(story["then"], "payments", story["then"]["payments"], _payments(result), str)
    _compare(story["then"], "refused", story["then"]["refused"], _refusals(result), str)


def _event(row: Entry) -> Event:
    amount = yuan(row["amount"]) if row["amount"] else 0
    return Event(row["on"], row["do"], row["who"], row["what"], int(amount))


def _books(result: Played) -> dict[str, Any]:
    return {book.label: fen for book, fen in result.books.items() if fen and book is not Book.GRANTED}


def _payments(result: Played) -> dict[str, Any]:
    return {f"{who} {what}".strip(): standing.label for (who, what), standing in result.standings.items()}


def _refusals(result: Played) -> dict[str, Any]:
    return {str(number): code for number, code in result.refused.items()}


def _compare(then: Entry, key: str, wanted: Mapping[str, Any], became: Mapping[str, Any], shown: Any) -> None:
    """The whole of what the story says under a key, where it says anything; what was refused always."""
    if (key in then.raw or key == "refused") and wanted != became:
        told = "，".join(f"{name} {shown(value)}" for name, value in became.items())
        differs(then, key, told)


def _money(fen: int) -> str:
    return format_yuan(Fen(fen))
