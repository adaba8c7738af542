"""Who fills which role of a case, worker by worker, and who of them cannot pay.

One party may stand under two roles: who hired is the subcontractor, the lender is the general contractor. What is said
of a party (its name, what it paid, that it cannot pay) holds for each role that it fills.
"""

from __future__ import annotations

from collections.abc import Mapping

from huigong.rules.values import Answer
from huigong.wages.liability.declaring import Law
from huigong.wages.liability.established import Case, Paid


class Filled:
    """A case with its roles resolved; claims are named by their ids."""

    def __init__(self, case: Case, law: Law) -> None:
        self.case, self.law = case, law
        self._values = {claim.id: {**case.values, **claim.values} for claim in case.claims}
        self._unable: dict[tuple[Answer | None, ...], frozenset[str]] = {}
        self._deciding = [fact for role in law.roles.values() for fact in (role.fact, role.bankrupt) if fact]
        self.paid = tuple(
            Paid(paid.claim, self.role(paid.role, paid.claim), paid.amount) for paid in case.paid
        )

    def values(self, claim: str) -> Mapping[str, Answer]:
        """What is established of one worker."""
        return self._values[claim]

    def role(self, role: str, claim: str) -> str:
        """The role whose party fills a role."""
        return self.law.roles[role].stands_for(self._values[claim])

    def party(self, role: str, claim: str) -> str:
        """Who fills a role; "" where nobody is named for it, nor for a role that stands for it."""
        named = self.case.parties
        return named.get(role) or next(
            (name for other, name in named.items() if self.role(other, claim) == role), ""
        )

    def unable(self, claim: str) -> frozenset[str]:
        """All roles of the parties that cannot pay; a bankrupt pays nobody alone (企业破产法 16)."""
        values = self._values[claim]
        key = tuple(values.get(fact) for fact in self._deciding)
        if key not in self._unable:
            self._unable[key] = self._unable_of(claim)
        return self._unable[key]

    def _unable_of(self, claim: str) -> frozenset[str]:
        values, roles = self._values[claim], self.law.roles
        bankrupt = {name for name, role in roles.items() if values.get(role.bankrupt) is True}
        places = {self.role(name, claim) for name in self.case.unable | bankrupt}
        parties = {self.party(name, claim) for name in places if not roles[name].money} - {""}
        same = {name for name in roles if not roles[name].money and self.party(name, claim) in parties}
        return frozenset(places | same | self.case.unable)
