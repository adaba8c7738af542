"""Who must pay, line by line, for a page and a letter: names of roles, ways, sums and clauses in words, workers by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huigong.arrears.standing import Stand
from huigong.catalogue.citations import cite
from huigong.kernel.money import Fen, format_yuan
from huigong.wages.liability.outcome import Liability
from huigong.wages.liability.telling import WAYS


@dataclass(frozen=True)
class Payer:
    """One who must pay: `shares` (worker, fen) of those for whom it holds, fen None where the limit is not known; `open` names
    what has to be found out first, empty where it is sure."""

    role: str
    party: str
    money: bool
    way: str
    total: Fen | None
    limit: str
    shares: tuple[tuple[str, Fen | None], ...]
    clauses: tuple[str, ...]
    unable: bool
    despite: str
    open: tuple[str, ...] = ()


def payers(stand: Stand) -> Iterator[Payer]:
    """In the order of the law, the sure ones first."""
    liabilities = stand.resolution.liabilities if stand.resolution else ()
    for each in liabilities:
        if each.holds:
            yield _payer(each, stand)
    for each in liabilities:
        if each.open_for and not each.holds:
            yield _payer(each, stand)


def _payer(each: Liability, stand: Stand) -> Payer:
    role = stand.law.roles.get(each.role)
    sums = [fen for fen in each.up_to.values() if fen is not None]
    known = each.holds and len(sums) == len(each.up_to)
    return Payer(
        role=role.name if role else "",
        party=each.party,
        money=bool(role and role.money),
        way=WAYS[each.rule.how],
        total=Fen(sum(sums)) if known else None,
        limit=each.rule.limit,
        shares=tuple(each.up_to.items()),
        clauses=tuple(cite(clause) for clause in (each.rule.clause, *each.rule.also)),
        unable=each.unable,
        despite=each.rule.despite,
        open=() if each.holds else each.missing,
    )


def line(payer: Payer) -> str:
    """One line of a letter, without any worker's name."""
    who = payer.role if payer.money else f"{payer.role}（{payer.party or '还没有查清是谁'}）"
    bound = f"，以{payer.limit}为限" if payer.limit else ""
    total = f"共{format_yuan(payer.total)}{bound}" if payer.total is not None else f"数额还没有查清{bound}"
    return f"{who}：{payer.way}，{total}。依据{'、'.join(payer.clauses)}。"
