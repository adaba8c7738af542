"""Amounts that the law lets an office set between two shares of another amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huigong.casework.procedures.fields import Field
from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.terms import Move
from huigong.catalogue.citations import cite
from huigong.catalogue.parameters import DatedValue
from huigong.catalogue.services import catalogue
from huigong.kernel.errors import Invalid, Unavailable
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say

_WHOLE = 100  # percent


def require_within(move: Move, form: Mapping[str, Any], *, region: str, on: date) -> None:
    """Raises `Invalid` (`case.share_out_of_range`) for an amount outside its share of the other, naming field and clause.

    Raises `DomainError` (`case.no_share`) where no checked share
    is in force on the day.
    """
    for field in move.form:
        amount, whole = form.get(field.id), form.get(field.share_of)
        if not isinstance(amount, int) or not isinstance(whole, int):
            continue
        least, most = (_share(bound, field, region=region, on=on) for bound in (field.least, field.most))
        if least is not None and amount * _WHOLE < whole * int(least.value):
            raise _outside(field, least, say("不少于{share}", share=_in_words(whole, least, up=True)))
        if most is not None and amount * _WHOLE > whole * int(most.value):
            raise _outside(field, most, say("不超过{share}", share=_in_words(whole, most, up=False)))


def _share(bound: Length | None, field: Field, *, region: str, on: date) -> DatedValue | None:
    if bound is None:
        return None
    value = catalogue().parameters.dated(bound.parameter, region=region, on=on)
    if value is None or not isinstance(value.value, int):
        raise Unavailable(
            code="case.no_share",
            about=field.id,
            what=say("算不出“{ask}”最少、最多是多少", ask=field.ask),
            why=say("{on}没有核实过的“{parameter}”", on=on.isoformat(), parameter=bound.parameter),
            do="请管理员补全参数；在那以前这一步不能走",
        )
    return value


def _in_words(whole: int, share: DatedValue, *, up: bool) -> str:
    """`50%，就是500元`, in whole fen towards what is allowed."""
    of_it = whole * int(share.value)
    bound = -(-of_it // _WHOLE) if up else of_it // _WHOLE
    return say("{percent}%，就是{bound}", percent=int(share.value), bound=format_yuan(Fen(bound)))


def _outside(field: Field, share: DatedValue, why: str) -> Invalid:
    return Invalid(
        code="case.share_out_of_range",
        about=field.id,
        what=say("“{ask}”填得不对", ask=field.ask),
        why=why,
        do="请改正后再提交",
        clause=cite(share.clause),
    )
