"""What a worker reads of the wages that are owed to them, on the page of their case: what was ordered, by when, what came,
what is left, who must pay it, and what they can do today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huigong.arrears import queries
from huigong.arrears.queries import Own
from huigong.arrears.steps import Step
from huigong.arrears.telling import Payer
from huigong.directory.principals import Principal
from huigong.kernel.money import Fen, format_yuan


@dataclass(frozen=True)
class Shown:
    """In words: `payers` (who, up to what), `paid` (day, who paid, sum)."""

    owed: str
    left: str
    all_paid: bool
    payers: tuple[tuple[Payer, str], ...]
    paid: tuple[tuple[date, str, str], ...]
    steps: tuple[Step, ...]
    late: bool
    do: str


def draw(viewer: Principal, case_id: str, on: date) -> tuple[str, Shown] | None:
    """The section of a case that is about arrears of the viewer."""
    own = queries.own(viewer, case_id, on=on)
    return ("worker/arrears.html", _shown(own)) if own else None


def _shown(own: Own) -> Shown:
    return Shown(
        owed=_sum(own.worker.owed or 0),
        left=_sum(own.left),
        all_paid=not own.left,
        payers=tuple((payer, "" if fen is None else _sum(fen)) for payer, fen in own.payers),
        paid=tuple((row.on, role, _sum(row.amount)) for row, role in own.paid),
        steps=own.steps,
        late=own.late,
        do=own.do,
    )


def _sum(fen: int) -> str:
    return format_yuan(Fen(fen))
