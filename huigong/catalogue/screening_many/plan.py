"""What is asked of every person, and what is written down of the answers.

Beside `id`, each service has the columns

    <service>         true for yes, false for no, empty for not known
    <service>.held    true for who has it already, who is answered no; only services that one can have
    <service>.amount  fen, empty for a no; only services whose amount is published
    <service>.reason  the condition that decided, with its clause
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from huigong.catalogue.compiled import Offer, offers, setting_of
from huigong.catalogue.services import Catalogue
from huigong.kernel import regions
from huigong.kernel.errors import Invalid
from huigong.rules.compile.deciding import reason as deciding
from huigong.rules.compile.pieces import Made, Piece
from huigong.rules.compile.program import Program
from huigong.rules.compile.reasons import Conditions
from huigong.rules.compile.setting import Setting
from huigong.rules.nodes import Fact, Node
from huigong.rules.values import UNKNOWN, Type


@dataclass(frozen=True)
class Asked:
    """What is asked of everybody: the services of a region on a day, and what is fixed for all."""

    region: str
    offers: tuple[Offer, ...]
    setting: Setting
    unverified: bool = False


def ask(
    catalogue: Catalogue, region: str, on: date, facts: Mapping[str, Fact], *, unverified: bool = False
) -> Asked:
    """The services of a region for people of whom these facts may be known; raises `DomainError` where there are none."""
    offered = offers(catalogue, region, on, unverified=unverified)
    if not offered:
        raise Invalid(
            "screen.no_services",
            what=f"{regions.find(region, on=on).full_name}在{on.isoformat()}没有录入的服务事项",
            do="请核对 --region 和 --on",
        )
    setting = setting_of(catalogue, region, on, unverified=unverified, known=frozenset(facts))
    return Asked(region, offered, setting, unverified)


def columns(
    asked: Asked, program: Program[Made], say: Callable[[str, str], Made], reason: Callable[[str, Made], Made]
) -> dict[str, Made]:
    """What to write of every person, by column.

    `say` writes a condition of a service (id, text), `reason` the deciding one of all that were said.
    """
    program.expect(rule for offer in asked.offers for rule in read_of(offer))
    by_name: dict[str, Made] = {}
    nobody_knows = program.literal(UNKNOWN, Type.INT).made
    for offer in asked.offers:
        name, rule = offer.service.id, offer.service.rule
        answer, held = _answer(program, offer)
        by_name[name] = answer
        if held is not None:
            by_name[f"{name}.held"] = held
        if offer.amount is not None:
            fen = program.add(offer.amount).made
            by_name[f"{name}.amount"] = program.writer.cases(
                [(program.writer.opposite(answer), nobody_knows)], fen
            )
        conditions = Conditions()
        saying = partial(_said, name, conditions, say)
        why = deciding(program, rule, conditions, saying).made
        if held is not None and offer.service.holding is not None:
            having = deciding(program, offer.service.holding, conditions, saying).made
            why = program.writer.cases([(held, having)], why)
        by_name[f"{name}.reason"] = reason(name, why)
    return by_name


def answers(asked: Asked, program: Program[Made]) -> dict[str, Made]:
    """Of `columns` only `<service>`, without reasons and amounts, which are most of the work."""
    program.expect(rule for offer in asked.offers for rule in read_of(offer))
    return {offer.service.id: _answer(program, offer)[0] for offer in asked.offers}


def read_of(offer: Offer) -> tuple[Node, ...]:
    """The conditions that decide about a service: its rule, and who has it already."""
    holding = offer.service.holding
    return (offer.service.rule,) if holding is None else (offer.service.rule, holding)


def _answer(program: Program[Made], offer: Offer) -> tuple[Made, Made | None]:
    """The answer and whether the service is held; a holder is answered no."""
    answer = program.once(program.add(offer.service.rule))
    holding = offer.service.holding
    if holding is None:
        return answer.made, None
    yes, no = (program.literal(value, Type.BOOL).made for value in (True, False))
    had = program.once(program.add(holding))
    level = max(answer.level, had.level)
    held = program.once(Piece(program.writer.cases([(had.made, yes)], no), Type.BOOL, had.level))
    offered = program.writer.cases([(held.made, no)], answer.made)
    return program.once(Piece(offered, Type.BOOL, max(level, held.level))).made, held.made


def _said(name: str, conditions: Conditions, say: Callable[[str, str], Made], number: int) -> Made:
    return say(name, str(conditions.listed()[number]))
