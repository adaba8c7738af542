"""Who must pay what in a case, and who may claim it back: `resolve` holds the law against what is established.

Three values: a rule that hangs on what is not established yet makes its payer liable in neither way; it
stands in the outcome as open, with what has to be found out. Sums with a limit (the owner's unpaid balance, a
deposit) are one pot for all workers of the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.wages.liability.claiming import claimed_back
from huigong.wages.liability.declaring import Law, Rule
from huigong.wages.liability.established import Case
from huigong.wages.liability.filling import Filled
from huigong.wages.liability.outcome import Liability, Resolution, Step
from huigong.wages.liability.sharing import shared


def resolve(case: Case, law: Law) -> Resolution:
    """Who must pay in a case; raises `Invalid` for claims, payments or roles that do not fit together."""
    _require_sound(case, law)
    filled, outstanding = Filled(case, law), _outstanding(case)
    liabilities = tuple(
        liability for rule in law.on(case.on) for liability in _of_rule(rule, filled, outstanding)
    )
    plan, uncovered = _planned(liabilities, outstanding, filled)
    recourses, overpaid = claimed_back(filled, liabilities)
    return Resolution(
        liabilities=liabilities,
        outstanding=outstanding,
        plan=plan,
        uncovered=uncovered,
        recourses=recourses,
        overpaid=overpaid,
        to_find_out=_to_find_out(liabilities, law),
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


def _of_rule(rule: Rule, filled: Filled, outstanding: Mapping[str, Fen]) -> Iterable[Liability]:
    """What a rule makes of a case: a liability for each role that pays by it, since workers may differ."""
    sure: defaultdict[str, list[str]] = defaultdict(list)
    open_for: defaultdict[str, list[str]] = defaultdict(list)
    missing: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for claim in filled.case.claims:
        values = filled.values(claim.id)
        here = Situation(values, filled.case.on)
        verdict = answer(rule.when, here)
        role = rule.payer_in(values)
        role = filled.role(role, claim.id) if role else ""
        if verdict is True and role:
            sure[role].append(claim.id)
        elif verdict is not False:
            open_for[role].append(claim.id)
            missing[role].update(dict.fromkeys(needs(rule.when, here).missing))
    for role in dict.fromkeys((*sure, *open_for)):
        limit = _left_of(rule, role, filled)
        yield Liability(
            rule=rule,
            role=role,
            party=filled.party(role, (*sure[role], *open_for[role])[0]),
            limit=limit,
            up_to=_up_to(rule, limit, {name: outstanding[name] for name in sure[role]}),
            open_for=tuple(open_for[role]),
            missing=tuple(missing[role]),
            unable=bool(sure[role]) and all(role in filled.unable(name) for name in sure[role]),
        )


def _left_of(rule: Rule, role: str, filled: Filled) -> Fen | None:
    """What is left of a rule's limit after what was paid in that role; None without limit or where it is not known."""
    limit = filled.case.limits.get(rule.limit) if rule.limit else None
    if limit is None:
        return None
    return Fen(max(limit - sum(paid.amount for paid in filled.paid if paid.role == role), 0))


def _up_to(rule: Rule, limit: Fen | None, owed: Mapping[str, Fen]) -> Mapping[str, Fen | None]:
    if rule.limit and limit is None:
        return dict.fromkeys(owed)
    return shared(limit, owed)


def _planned(
    liabilities: tuple[Liability, ...], outstanding: Mapping[str, Fen], filled: Filled
) -> tuple[tuple[Step, ...], dict[str, Fen]]:
    """Goes down the order: each who can pay takes what those before left, up to the limit."""
    left, steps = dict(outstanding), list[Step]()
    spent: defaultdict[str, int] = defaultdict(int)
    for liability in liabilities:
        if not liability.rule.how.covers:
            continue
        asked = {name: left[name] for name in liability.up_to if liability.role not in filled.unable(name)}
        if liability.rule.limit and liability.limit is None:
            continue
        pot = None if liability.limit is None else Fen(max(liability.limit - spent[liability.rule.limit], 0))
        for name, amount in shared(pot, asked).items():
            if amount:
                steps.append(Step(liability.rule, liability.role, name, amount))
                left[name] = Fen(left[name] - amount)
                spent[liability.rule.limit] += amount
    return tuple(steps), left


def _to_find_out(liabilities: tuple[Liability, ...], law: Law) -> tuple[str, ...]:
    """Facts by how many liabilities hang on them, then limits, then who it is that must pay."""
    wanted: defaultdict[str, int] = defaultdict(int)
    for liability in liabilities:
        for name in liability.missing:
            wanted[name] += 1
    sure = [each for each in liabilities if each.holds]
    limits = [each.rule.limit for each in sure if each.rule.limit and each.limit is None]
    nameless = [f"{law.roles[each.role].name}是谁" for each in sure if each.is_nameless(law)]
    return (*sorted(wanted, key=lambda name: -wanted[name]), *dict.fromkeys((*limits, *nameless)))
