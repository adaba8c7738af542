"""Who may claim back what it has paid, from whom, by which article."""

from __future__ import annotations

from collections import defaultdict

from huigong.kernel.money import Fen
from huigong.wages.liability.declaring import Rule
from huigong.wages.liability.established import Paid
from huigong.wages.liability.filling import Filled
from huigong.wages.liability.outcome import Liability, Recourse


def claimed_back(
    filled: Filled, liabilities: tuple[Liability, ...]
) -> tuple[tuple[Recourse, ...], dict[str, Fen]]:
    """What those who have paid may claim back, one for each who paid, each debtor and each article; and what each worker
    got beyond what was owed, which is no arrears of anybody."""
    left = {claim.id: claim.owed for claim in filled.case.claims}
    overpaid: defaultdict[str, int] = defaultdict(int)
    sums: defaultdict[tuple[str, tuple[str, ...], str], int] = defaultdict(int)
    for paid in filled.paid:
        owed = min(paid.amount, left[paid.claim])
        left[paid.claim] = Fen(left[paid.claim] - owed)
        if paid.amount > owed:
            overpaid[paid.claim] += paid.amount - owed
        rule = _paid_under(paid, liabilities)
        if owed and rule is not None and rule.recourse:
            sums[(paid.role, _debtors(rule, filled, paid), rule.clause)] += owed
    recourses = tuple(
        Recourse(creditor, "".join(debtors[:1]), clause, Fen(amount), debtors[1:])
        for (creditor, debtors, clause), amount in sums.items()
    )
    return recourses, {name: Fen(amount) for name, amount in overpaid.items()}


def _paid_under(paid: Paid, liabilities: tuple[Liability, ...]) -> Rule | None:
    """The first article by which somebody had to pay a worker."""
    return next(
        (each.rule for each in liabilities if each.role == paid.role and paid.claim in each.up_to), None
    )


def _debtors(rule: Rule, filled: Filled, paid: Paid) -> tuple[str, ...]:
    """Those of the rule's roles that the case names, as that worker's case is; nobody claims back from themselves."""
    payer = filled.party(paid.role, paid.claim)
    roles = dict.fromkeys(filled.role(named, paid.claim) for named in rule.recourse)
    return tuple(
        role
        for role in roles
        if role != paid.role and (party := filled.party(role, paid.claim)) and party != payer
    )
