"""Who owes a worker what has not come, for the worker: by the law on who must pay, with what is known of the project alone."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.kernel.money import Fen
from huigong.wages.liability.declaring import law
from huigong.wages.liability.established import Case, Claim
from huigong.wages.liability.resolving import resolve
from huigong.wages.names import BUILDING, PAYERS
from huigong.wages.own import OwnWages


@dataclass(frozen=True)
class Payer:
    """Somebody who has to pay, or may have to. `sure` where what is known is enough to say so."""

    role: str
    party: str
    clause: str
    sure: bool


def payers(own: OwnWages) -> tuple[Payer, ...]:
    """Whom the law names for what is owed, in its order; each role once, a sure one before one that is open.

    Nothing about the employer is guessed: what an officer has yet to establish leaves a payer open.
    """
    if not own.owed:
        return ()
    known = law()
    case = Case(
        on=own.pay_day or own.month,
        values={BUILDING: True},
        claims=(Claim("本人", Fen(own.owed), {}),),
        parties={role: who for field, role in PAYERS.items() if (who := own.site.named(field))},
        limits={},
        paid=(),
        unable=frozenset(),
    )
    told: dict[str, Payer] = {}
    for each in sorted(resolve(case, known).liabilities, key=lambda each: not each.holds):
        if each.party and each.rule.how.covers and (each.holds or each.open_for):
            clause = each.rule.clause.partition("#")[2]
            told.setdefault(each.role, Payer(known.roles[each.role].name, each.party, clause, each.holds))
    return tuple(told.values())
