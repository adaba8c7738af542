"""An outcome in words, for an officer who has to write it down: who, why, how much, and what is still to find out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from huigong.kernel.money import Fen, format_yuan
from huigong.wages.liability.declaring import How, Law
from huigong.wages.liability.outcome import Liability, Resolution

WAYS: Mapping[How, str] = {
    How.FIRST: "先行清偿，再依法追偿",
    How.PAYS: "清偿",
    How.JOINT: "和欠钱的一方一起承担",
    How.ADVANCE: "先行垫付",
    How.DIRECT: "直接责任，应当清偿",
    How.AFTER: "欠钱的一方不付的，由它付",
    How.FUND: "专门用来付这笔工资",
    How.ESTATE: "按破产的次序付，不够的和别的职工按比例分；本单位职工不用申报，看清单有没有写错",
    How.COMMON: "破产受理以后干的活，随时付，不用等分配",
    How.FILED: "不是这家单位自己的职工，要在公告的期限里书面申报，没报的分不到",
    How.PARTY: "争议里可以把它列为当事人，担多少由仲裁、法院定",
    How.MAY: "可以垫付一部分，不是一定垫",
}


def lines(resolution: Resolution, law: Law, *, cite: Callable[[str], str]) -> Iterator[str]:
    """A line for each liability, in order, the payments that they make together, then what may be claimed back, and what
    nobody covers. `cite` says a clause in words."""
    sure = (each for each in resolution.liabilities if each.holds)
    for number, liability in enumerate(sure, start=1):
        yield f"{number}. {_liable(liability, law, cite)}"
    for liability in resolution.liabilities:
        if liability.open_for:
            yield _open(liability, law, cite)
    if not resolution.liabilities:
        yield "这一天没有一条录入的规定说由谁付，没有核对。"
    if resolution.plan:
        yield "同一笔工资只付一次，照上面的先后是："
        yield from _payments(resolution, law)
    for recourse in resolution.recourses:
        creditor = law.roles[recourse.creditor].name
        debtors = [law.roles[role].name for role in (recourse.debtor, *recourse.others) if role]
        debtor = "、".join(debtors) or "欠钱的一方（还没有查清是谁）"
        yield f"{creditor}付了的 {format_yuan(recourse.amount)}，可以向{debtor}追偿（{cite(recourse.clause)}）。"
    for worker, fen in resolution.overpaid.items():
        yield f"付给{worker}的比欠的多 {format_yuan(fen)}，多的不是欠薪，请核对。"
    uncovered = Fen(sum(resolution.uncovered.values()))
    if uncovered:
        yield f"照现在查清的，还有 {format_yuan(uncovered)} 没有着落。"
    if resolution.to_find_out:
        yield f"还要查清：{'、'.join(resolution.to_find_out)}。"
    for name in resolution.to_find_out:
        if name in law.facts and law.facts[name].help:
            yield f"{name}：{law.facts[name].help}。"


def _payments(resolution: Resolution, law: Law) -> Iterator[str]:
    """A line for each who pays, with what each worker gets from it."""
    by_payer: dict[str, list[str]] = {}
    for step in resolution.plan:
        by_payer.setdefault(step.role, []).append(f"{step.claim} {format_yuan(step.amount)}")
    for role, shares in by_payer.items():
        yield f"{law.roles[role].name}付：{'、'.join(shares)}。"


def _liable(liability: Liability, law: Law, cite: Callable[[str], str]) -> str:
    rule = liability.rule
    if rule.limit and liability.limit is None:
        sums = f"以{rule.limit}为限，数额还没有查清（{'、'.join(liability.up_to)}）"
    else:
        shares = {name: fen for name, fen in liability.up_to.items() if fen is not None}
        each = "、".join(f"{name} {format_yuan(fen)}" for name, fen in shares.items())
        bound = f"，以{rule.limit}为限" if rule.limit else ""
        sums = f"共 {format_yuan(Fen(sum(shares.values())))}{bound}（{each}）"
    clauses = "、".join(cite(clause) for clause in (rule.clause, *rule.also))
    unable = "（付不出）" if liability.unable else ""
    return f"{_who(liability, law)}{unable}：{WAYS[rule.how]}。{sums}。依据{clauses}。{rule.despite}"


def _open(liability: Liability, law: Law, cite: Callable[[str], str]) -> str:
    who = _who(liability, law) if liability.role else "由谁付还没有查清"
    missing = "".join(f"“{name}”" for name in liability.missing)
    return f"{who}：还不能定，先要查清{missing}（{cite(liability.rule.clause)}）。"


def _who(liability: Liability, law: Law) -> str:
    name = law.roles[liability.role].name
    if law.roles[liability.role].money:
        return name
    return f"{name}（{liability.party or '还没有查清是谁'}）"


def as_json(resolution: Resolution) -> dict[str, Any]:
    """The outcome for programs: sums in fen."""
    return {
        "liable": [
            {
                "rule": each.rule.id,
                "clause": each.rule.clause,
                "also": list(each.rule.also),
                "role": each.role,
                "party": each.party,
                "how": each.rule.how.value,
                "limit": each.rule.limit,
                "limit_fen": each.limit,
                "up_to": dict(each.up_to),
                "open_for": list(each.open_for),
                "missing": list(each.missing),
                "unable": each.unable,
            }
            for each in resolution.liabilities
        ],
        "outstanding": dict(resolution.outstanding),
        "plan": [
            {"rule": step.rule.id, "role": step.role, "worker": step.claim, "fen": step.amount}
            for step in resolution.plan
        ],
        "uncovered": dict(resolution.uncovered),
        "overpaid": dict(resolution.overpaid),
        "recourse": [
            {
                "creditor": each.creditor,
                "debtor": each.debtor,
                "others": list(each.others),
                "clause": each.clause,
                "fen": each.amount,
            }
            for each in resolution.recourses
        ],
        "to_find_out": list(resolution.to_find_out),
    }
