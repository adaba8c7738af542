"""A day so many months or days after another, for any engine that has columns."""

from __future__ import annotations

from datetime import date
from typing import Final

from huigong.rules.compile.bars import Making
from huigong.rules.compile.pieces import Made, Piece
from huigong.rules.values import Type

_LAST: Final = {"天后": (date.max - date.min).days, "月后": date.max.year * 12 - 1}


def day_after(program: Making[Made], kind: str, start: Piece[Made], count: Piece[Made]) -> Piece[Made]:
    """As `Later`: counted from the first day of the calendar, so that what lies beyond the last is not known.

    `kind` is that of the node; `start` may be written twice.
    """
    writer, first = program.writer, program.literal(date.min, Type.DATE).made
    since = writer.days_between if kind == "天后" else writer.months_between
    passed = Piece(writer.counted(since(first, start.made)), Type.INT, start.level, digits=7)
    reached = program.once(writer.total("+", program.once(passed), count))
    none, most = (program.literal(number, Type.INT) for number in (0, _LAST[kind]))
    within = [writer.compared("≤", none, reached), writer.compared("≤", reached, most)]
    fits = writer.cases([(writer.linked(within, every=True), reached.made)], None)
    held = program.once(Piece(fits, Type.INT, reached.level, digits=7))
    if kind == "天后":
        expression = writer.days_earlier(first, writer.negated(held).made)
    else:
        expression = writer.day_in_month(start.made, held.made)
    return Piece(expression, Type.DATE, max(start.level, held.level))
