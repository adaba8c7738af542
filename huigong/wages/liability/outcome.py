"""The outcome of a case: who is liable, how what is owed gets paid, who may claim back, what is still to be found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huigong.kernel.money import Fen
from huigong.wages.liability.declaring import Law, Rule


@dataclass(frozen=True)
class Liability:
    """One article's answer for the workers to whom it applies.

    `party` is "" where nobody is named yet. `up_to` is what each worker may ask from it: of those for whom it
    holds what is still owed, or their share of `limit`; None where the limit is not known. `open_for` are the workers for whom
    it may hold, `missing` the facts on which that hangs. `unable` says that it cannot pay any of them.
    """

    rule: Rule
    role: str
    party: str
    limit: Fen | None
    up_to: Mapping[str, Fen | None]
    open_for: tuple[str, ...]
    missing: tuple[str, ...]
    unable: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is sure for anybody."""
        return bool(self.up_to)

    def is_nameless(self, law: Law) -> bool:
        """Whether nobody knows yet who fills the role."""
        return not self.party and not law.roles[self.role].money


@dataclass(frozen=True)
class Step:
    """One payment of the plan: who pays which worker how much."""

    rule: Rule
    role: str
    claim: str
    amount: Fen


@dataclass(frozen=True)
class Recourse:
    """What somebody who paid may claim back, from whom, by which article; `debtor` is "" where nobody is named.
    `others` are further roles that the article may reach and the case names."""

    creditor: str
    debtor: str
    clause: str
    amount: Fen
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """The outcome: who is liable, in order; how what is owed gets paid by those who can; what nobody covers.

    `outstanding`, `uncovered` and `overpaid` are fen by claim; `to_find_out` are facts, the most wanted first, limits and who
    fills a role.
    """

    liabilities: tuple[Liability, ...]
    outstanding: Mapping[str, Fen]
    plan: tuple[Step, ...]
    uncovered: Mapping[str, Fen]
    recourses: tuple[Recourse, ...]
    overpaid: Mapping[str, Fen]
    to_find_out: tuple[str, ...]
