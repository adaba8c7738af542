"""The sums of a column: for rules, and for people."""

from __future__ import annotations

from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.values import Row
from huigong.kernel import money
from huigong.kernel.sentences import say
from huigong.rules.values import UNKNOWN, Answer, integer_in_range


def total(rows: tuple[Row, ...], id: str) -> Answer:
    """The sum of a column; not known where there is no row, or as soon as one cell is not known or is empty."""
    cells = [row.cells.get(id, UNKNOWN) for row in rows]
    if not cells or not all(isinstance(cell, int) for cell in cells):
        return UNKNOWN
    amount = integer_in_range(sum(cell for cell in cells if isinstance(cell, int)))
    return UNKNOWN if amount is None else amount


def sums(field: Field, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """For people, the sum of each column that has one: of what was said, with how many rows said nothing of it.

    One row is its own sum, and nothing was said where no row has a figure.
    """
    if len(rows) < 2:
        return ()
    cells = {id: [row.cells.get(id) for row in rows] for id in field.totals}
    known = {id: [cell for cell in column if isinstance(cell, int)] for id, column in cells.items()}
    return tuple(_sum(field, id, figures, len(rows)) for id, figures in known.items() if figures)


def _sum(field: Field, id: str, figures: list[int], rows: int) -> str:
    amount, column = shown_total(field, id, sum(figures)), field.column(id)
    said = say("合计：{amount}", amount=amount)
    if column is not None and len(field.totals) > 1:
        said = say("{name}合计：{amount}", name=column.name, amount=amount)
    silent = rows - len(figures)
    return say("{said}（另有{count}行没有写）", said=said, count=silent) if silent else said


def shown_total(field: Field, id: str, amount: Answer) -> str:
    """A total for people, "" where it is not known."""
    column = field.column(id)
    if not isinstance(amount, int) or column is None:
        return ""
    return money.format_yuan(money.Fen(amount)) if column.kind is Kind.MONEY else f"{amount}{column.unit}"
