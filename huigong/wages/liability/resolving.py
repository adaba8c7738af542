"""Who must pay what in a case, and who may claim it back: `resolve` holds the law against what is established.

Three values: a rule that hangs on what is not established yet makes its payer liable in neither way; it
stands in the outcome as open, with what has to be found out. Sums with a limit (the owner's unpaid balance, a
deposit) are one pot for all workers of the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.rules.values import Answer
from huigong.wages.liability.declaring import Law, Rule
from huigong.wages.liability.sharing import shared


@dataclass(frozen=True)
class Claim:
    """Wages that one worker is owed. `values` are facts in which this worker's case differs from the others'."""

    id: str
    owed: Fen
    values: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Paid:
    """What somebody has paid of a claim, in which role."""

    claim: str
    role: str
    amount: Fen


@dataclass(frozen=True)
class Case:
    """What is established on a day.

    `parties` names who fills each role; `limits` are sums in fen, None where not found out yet; `unable` are roles
    whose party cannot pay.
    """

    on: date
    values: Mapping[str, Answer]
    claims: tuple[Claim, ...]
    parties: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Fen | None] = field(default_factory=dict)
    paid: tuple[Paid, ...] = ()
    unable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Liability:
    """One article's answer for the workers to whom it applies.

    `party` is "" where nobody is named yet. `up_to` is what each worker may ask from it: of those for whom it
    holds what is still owed, or their share of `limit`; None where the limit is not known. `open_for` are the workers for whom
    it may hold, `missing` the facts on which that hangs.
    """

    rule: Rule
    role: str
    party: str
    limit: Fen | None
    up_to: Mapping[str, Fen | None]
    open_for: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it is sure for anybody."""
        return bool(self.up_to)


@dataclass(frozen=True)
class Step:
    """One payment of the plan: who pays which worker how much."""

    rule: Rule
    role: str
    claim: str
    amount: Fen


@dataclass(frozen=True)
class Recourse:
    """What somebody who paid may claim back, from whom, by which article; `debtor` is "" where nobody is named."""

    creditor: str
    debtor: str
    clause: str
    amount: Fen


@dataclass(frozen=True)
class Resolution:
    """The outcome: who is liable, in order; how what is owed gets paid by those who can; what nobody covers.

    `outstanding` and `uncovered` are fen by claim; `to_find_out` are facts and limits, the most wanted first.
    """

    liabilities: tuple[Liability, ...]
    outstanding: Mapping[str, Fen]
    plan: tuple[Step, ...]
    uncovered: Mapping[str, Fen]
    recourses: tuple[Recourse, ...]
    to_find_out: tuple[str, ...]


def resolve(case: Case, law: Law) -> Resolution:
    """Who must pay in a case; raises `Invalid` for claims, payments or roles that do not fit together."""
    _require_sound(case, law)
    outstanding = _outstanding(case)
    liabilities = tuple(
        liability for rule in law.on(case.on) for liability in _of_rule(rule, case, law, outstanding)
    )
    plan, uncovered = _planned(liabilities, outstanding, case)
    return Resolution(
        liabilities=liabilities,
        outstanding=outstanding,
        plan=plan,
        uncovered=uncovered,
        recourses=_recourses(case, law, liabilities),
        to_find_out=_to_find_out(liabilities),
    )


def _require_sound(case: Case, law: Law) -> None:
    ids = [claim.id for claim in case.claims]
    if len(set(ids)) < len(ids):
        raise Invalid(
            "liability.claim_twice",
            about="owed",
            what="同一个工人写了两次",
            do="请把两笔合成一笔，或者换一个名称",
        )
    roles = {*case.parties, *case.unable, *(paid.role for paid in case.paid)}
    if others := sorted(roles - set(law.roles)):
        known = "、".join(law.roles)
        raise Invalid(
            "liability.role", about="parties", what=f"没有叫“{others[0][:40]}”的角色", do=f"角色只有：{known}"
        )
    if others := sorted(set(case.limits) - set(law.limits)):
        known = "、".join(law.limits)
        raise Invalid(
            "liability.limit", about="limits", what=f"没有叫“{others[0][:40]}”的限额", do=f"限额只有：{known}"
        )
    if others := sorted({paid.claim for paid in case.paid} - set(ids)):
        raise Invalid(
            "liability.claim",
            about="paid",
            what=f"付给“{others[0][:40]}”的钱，没有对应的欠薪",
            do="请核对工人",
        )
    sums = (*(claim.owed for claim in case.claims), *(paid.amount for paid in case.paid))
    if any(amount < 0 for amount in (*sums, *(limit for limit in case.limits.values() if limit is not None))):
        raise Invalid("liability.amount", about="owed", what="金额不能小于零", do="请核对金额")


def _outstanding(case: Case) -> dict[str, Fen]:
    paid: defaultdict[str, int] = defaultdict(int)
    for payment in case.paid:
        paid[payment.claim] += payment.amount
    return {claim.id: Fen(max(claim.owed - paid[claim.id], 0)) for claim in case.claims}


def _of_rule(rule: Rule, case: Case, law: Law, outstanding: Mapping[str, Fen]) -> Iterable[Liability]:
    """What a rule makes of a case: a liability for each role that pays by it, since workers may differ."""
    sure: defaultdict[str, list[str]] = defaultdict(list)
    open_for: defaultdict[str, list[str]] = defaultdict(list)
    missing: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for claim in case.claims:
        values = {**case.values, **claim.values}
        here = Situation(values, case.on)
        verdict = answer(rule.when, here)
        role = rule.payer_in(values)
        role = law.roles[role].stands_for(values) if role else ""
        if verdict is True and role:
            sure[role].append(claim.id)
        elif verdict is not False:
            open_for[role].append(claim.id)
            missing[role].update(dict.fromkeys(needs(rule.when, here).missing))
    for role in dict.fromkeys((*sure, *open_for)):
        limit = _left_of(rule, role, case)
        yield Liability(
            rule=rule,
            role=role,
            party=case.parties.get(role, ""),
            limit=limit,
            up_to=_up_to(rule, limit, {name: outstanding[name] for name in sure[role]}),
            open_for=tuple(open_for[role]),
            missing=tuple(missing[role]),
        )


def _left_of(rule: Rule, role: str, case: Case) -> Fen | None:
    """What is left of a rule's limit after what was paid in that role; None without limit or where it is not known."""
    limit = case.limits.get(rule.limit) if rule.limit else None
    if limit is None:
        return None
    return Fen(max(limit - sum(paid.amount for paid in case.paid if paid.role == role), 0))


def _up_to(rule: Rule, limit: Fen | None, owed: Mapping[str, Fen]) -> Mapping[str, Fen | None]:
    if rule.limit and limit is None:
        return dict.fromkeys(owed)
    return shared(limit, owed)


def _planned(
    liabilities: tuple[Liability, ...], outstanding: Mapping[str, Fen], case: Case
) -> tuple[tuple[Step, ...], dict[str, Fen]]:
    """Goes down the order: each who can pay takes what those before left, up to the limit."""
    left, steps = dict(outstanding), list[Step]()
    spent: defaultdict[str, int] = defaultdict(int)
    for liability in liabilities:
        if liability.role in case.unable or not liability.holds:
            continue
        if liability.rule.limit and liability.limit is None:
            continue
        pot = None if liability.limit is None else Fen(max(liability.limit - spent[liability.rule.limit], 0))
        for name, amount in shared(pot, {name: left[name] for name in liability.up_to}).items():
            if amount:
                steps.append(Step(liability.rule, liability.role, name, amount))
                left[name] = Fen(left[name] - amount)
                spent[liability.rule.limit] += amount
    return tuple(steps), left


def _recourses(case: Case, law: Law, liabilities: tuple[Liability, ...]) -> tuple[Recourse, ...]:
    """What those who have paid may claim back, one for each who paid and each article."""
    sums: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for paid in case.paid:
        rule = _paid_under(paid, liabilities)
        if rule is not None and rule.recourse:
            debtor = _debtor(rule.recourse, case, law, besides=paid.role)
            sums[(paid.role, debtor, rule.clause)] += paid.amount
    return tuple(
        Recourse(creditor, debtor, clause, Fen(amount)) for (creditor, debtor, clause), amount in sums.items()
    )


def _paid_under(paid: Paid, liabilities: tuple[Liability, ...]) -> Rule | None:
    """The first article by which somebody had to pay a worker."""
    return next(
        (each.rule for each in liabilities if each.role == paid.role and paid.claim in each.up_to), None
    )


def _debtor(roles: Collection[str], case: Case, law: Law, *, besides: str) -> str:
    """The first of these roles that the case names; nobody claims back from themselves."""
    places = (law.roles[role].stands_for(case.values) for role in roles)
    return next((role for role in places if role != besides and case.parties.get(role)), "")


def _to_find_out(liabilities: tuple[Liability, ...]) -> tuple[str, ...]:
    """Facts by how many liabilities hang on them, then limits."""
    wanted: defaultdict[str, int] = defaultdict(int)
    for liability in liabilities:
        for name in liability.missing:
            wanted[name] += 1
    limits = [
        each.rule.limit for each in liabilities if each.rule.limit and each.limit is None and each.holds
    ]
    return (*sorted(wanted, key=lambda name: -wanted[name]), *dict.fromkeys(limits))
