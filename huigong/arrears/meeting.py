"""A move that may only be made where what the law asks for holds: an effect for procedures about arrears.

移送公安: {starts: [核对中], to: 已移送, effects: [meets, decide]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from huigong.arrears.criteria.declaring import Criterion, book
from huigong.arrears.criteria.holding import Held, Tried, tried
from huigong.arrears.matters import matter_of
from huigong.arrears.standing import Stand, stand_of
from huigong.casework.actions.moving import Making
from huigong.casework.procedures.effects import Effect
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.catalogue.citations import cite
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.rules.facts import parse_value
from huigong.rules.nodes import Fact
from huigong.rules.values import Answer

MEETS: Final = Effect(
    "meets",
    (
        Field(
            "unsure",
            "系统不能判断的条件，凭什么认定够了",
            FieldKind.LONG,
            required=False,
            help="只有列为“不能判断”的条件才要写；没有就不填。",
        ),
    ),
)


def meets(making: Making) -> None:
    """Holds what is declared of the move against the matter of the case. What cannot be told needs the official's word.

    Raises `DomainError`: `arrears.not_met`, `arrears.unsure`.
    """
    case = making.case
    criterion = book().of_move(case.procedure, making.move.id, case.region, on=making.today)
    if criterion is None:
        return
    matter = matter_of(case)
    stand = stand_of(matter, on=making.today) if matter else None
    said = {name: _said(fact, making.form.get(name)) for name, fact in criterion.asks.items()}
    known = {name: value for name, value in said.items() if value is not None}
    outcome = try_for(criterion, stand, case.region, on=making.today, said=known)
    failing = next((each for each in outcome.held if each.holds is False), None)
    if failing is not None:
        raise Conflict(
            "arrears.not_met",
            what=say("现在不能“{move}”：“{says}”不成立", move=making.move.name, says=failing.condition.says),
            why=say("{name}要每一条都成立", name=criterion.head.name),
            do="请核对案情里的金额、人数、月数，和责令的文书",
            clause=cite(failing.condition.clause),
        )
    if outcome.met is None and not making.text("unsure"):
        open_ones = "、".join(_open(each) for each in outcome.held if each.holds is None)
        raise Invalid(
            "arrears.unsure",
            about="unsure",
            what=say("不能判断：{conditions}", conditions=open_ones),
            why="没有录入或者没有查清的，系统不替您认定",
            do="请写明凭什么认定够了，或者先查清再办",
        )
    making.kept["要件"] = [[each.condition.id, each.holds] for each in outcome.held]


def try_for(
    criterion: Criterion, stand: Stand | None, region: str, *, on: date, said: Mapping[str, Answer] = {}
) -> Tried:
    """A criterion held against how a matter stands and what the move says."""
    workers = [dict(_worker(stand, id)) for id, fen in stand.left.items() if fen] if stand else []
    values = {**(dict(_matter(stand)) if stand else {}), **said}
    return tried(criterion, values, workers, on=on, parameters=book().parameters.lookup(region))


def _matter(stand: Stand) -> Iterator[tuple[str, Answer]]:
    left = [fen for fen in stand.left.values() if fen]
    if stand.resolution is not None:
        yield "欠薪人数", len(left)
        yield "欠薪总额", sum(left)
    order = stand.order
    yield "责令支付过", order is not None
    if order is not None and order.by is not None:
        yield "责令的最后一天", order.by
    if stand.resolution is not None and not left and stand.paid:
        yield "付清的日子", max(row.on for row in stand.paid)


def _worker(stand: Stand, id: str) -> Iterator[tuple[str, Answer]]:
    worker = next(each for each in stand.matter.workers if each.id == id)
    yield "本人欠薪", stand.left[id]
    months = stand.months_of(worker)
    if months is not None:
        yield "本人欠薪月数", months


def _said(fact: Fact, raw: Any) -> Answer | None:
    """What the move says of a fact; None where it was left empty."""
    return None if raw in (None, "") else parse_value(fact, raw) if isinstance(raw, str) else raw


def _open(held: Held) -> str:
    return say("{says}（{why}）", says=held.condition.says, why=held.why)
