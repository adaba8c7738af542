"""Amounts that the law lets an office set between two shares of another amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong.casework.procedures.fields import Field
from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.terms import Move
from huigong.catalogue.citations import cite
from huigong.catalogue.services import catalogue
from huigong.kernel.errors import Invalid, Unavailable
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say

_WHOLE = 100  # percent


@dataclass(frozen=True)
class _Share:
    percent: int
    clause: str

    def in_words(self, whole: int, *, up: bool) -> str:
        """`50%，就是500元`, in whole fen towards what is allowed."""
        of_it = whole * self.percent
        bound = -(-of_it // _WHOLE) if up else of_it // _WHOLE
        return say("{percent}%，就是{bound}", percent=self.percent, bound=format_yuan(Fen(bound)))


def require_within(move: Move, form: Mapping[str, Any], *, region: str, on: date) -> None:
    """Raises `Invalid` (`case.share_out_of_range`) for an amount outside its share of the other, naming field and clause.

    So it is where the other amount is nothing: of nothing there is no share.

    Raises `DomainError` (`case.no_share`) where no checked share is in force on the day.
    """
    for field in move.form:
        amount, whole = form.get(field.id), form.get(field.share_of)
        if not isinstance(amount, int) or not isinstance(whole, int):
            continue
        if whole <= 0:
            raise _nothing(move, field)
        least, most = (_share(bound, field, region=region, on=on) for bound in (field.least, field.most))
        if least is not None and amount * _WHOLE < whole * least.percent:
            raise _outside(field, least, say("不少于{share}", share=least.in_words(whole, up=True)))
        if most is not None and amount * _WHOLE > whole * most.percent:
            raise _outside(field, most, say("不超过{share}", share=most.in_words(whole, up=False)))


def _share(bound: Length | None, field: Field, *, region: str, on: date) -> _Share | None:
    if bound is None:
        return None
    dated = catalogue().parameters.dated(bound.parameter, region=region, on=on)
    if dated is None or not isinstance(dated.value, int):
        raise Unavailable(
            code="case.no_share",
            about=field.id,
            what=say("算不出“{ask}”最少、最多是多少", ask=field.ask),
            why=say("{on}没有核实过的“{parameter}”", on=on.isoformat(), parameter=bound.parameter),
            do="请管理员补全参数；在那以前这一步不能走",
        )
    return _Share(dated.value, cite(dated.clause))


def _nothing(move: Move, field: Field) -> Invalid:
    ask = next(other.ask for other in move.form if other.id == field.share_of)
    return Invalid(
        code="case.share_of_nothing",
        about=field.share_of,
        what=say("“{ask}”要比0元多", ask=ask),
        why=say("“{ask}”按它的一份算，它是0就没有可算的", ask=field.ask),
        do="写还没有付的金额；不是要付钱的，走别的步骤",
    )


def _outside(field: Field, share: _Share, why: str) -> Invalid:
    return Invalid(
        code="case.share_out_of_range",
        about=field.id,
        what=say("“{ask}”填得不对", ask=field.ask),
        why=why,
        do="请改正后再提交",
        clause=share.clause,
    )
