"""A matter of arrears in the words of an officer's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huigong.arrears.criteria.holding import Tried
from huigong.arrears.queries import View
from huigong.arrears.telling import Payer
from huigong.kernel.money import Fen, format_yuan


@dataclass(frozen=True)
class ShownPayer:
    """One who must pay; `each` (worker, sum in words, "" where the limit is not known)."""

    payer: Payer
    each: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shown:
    """All that the templates read; sums in words."""

    case_id: str
    found: bool
    begun: bool
    owed: str
    left: str
    sure: tuple[ShownPayer, ...]
    unsure: tuple[Payer, ...]
    plan: tuple[str, ...]
    recourse: tuple[str, ...]
    uncovered: str
    to_find_out: tuple[str, ...]
    tried: tuple[Tried, ...]
    workers: tuple[tuple[str, str, str], ...]
    paid: tuple[tuple[date, str, str, str, str], ...]


def shown(view: View, case_id: str) -> Shown:
    """A view as the templates draw it."""
    stand, labels = view.stand, view.labels
    return Shown(
        case_id=case_id,
        found=view.found,
        begun=stand.resolution is not None,
        owed=_sum(stand.owed),
        left=_sum(sum(stand.left.values())),
        sure=tuple(
            ShownPayer(
                each, tuple((labels[who], "" if fen is None else _sum(fen)) for who, fen in each.shares)
            )
            for each in view.payers
            if not each.open
        ),
        unsure=tuple(each for each in view.payers if each.open),
        plan=tuple(
            _("%(role)s付%(who)s %(sum)s") % {"role": role, "who": who, "sum": _sum(fen)}
            for role, who, fen in view.plan
        ),
        recourse=tuple(map(_back, view.claimed)),
        uncovered=_sum(view.uncovered) if view.uncovered else "",
        to_find_out=view.to_find_out,
        tried=view.tried,
        workers=tuple(
            (each.label, "—" if each.owed is None else _sum(each.owed), _sum(stand.left.get(each.id, 0)))
            for each in stand.matter.workers
        ),
        paid=tuple(
            (row.on, stand.law.roles[row.role].name, labels.get(row.worker, ""), _sum(row.amount), _slip(row))
            for row in stand.paid
        ),
    )


def _back(each: Any) -> str:
    debtors = "、".join(each.debtors) or _("欠钱的一方（还没有查清是谁）")
    return _("%(creditor)s付了的 %(sum)s，可以向%(debtors)s追偿（%(clause)s）。") % {
        "creditor": each.creditor,
        "sum": _sum(each.amount),
        "debtors": debtors,
        "clause": each.clause,
    }


def _slip(row: Any) -> str:
    if row.id:
        return str(row.paper)
    back = _("，已追回 %(sum)s") % {"sum": _sum(row.recovered)} if row.recovered else ""
    return _("资金付款，银行已入账") + back


def _sum(fen: int) -> str:
    return format_yuan(Fen(fen))
