"""What `huigong pack check` asks of the law on who must pay: its clauses stand in the packs, and its examples come out."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause
from huigong.kernel.errors import DomainError
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.packs import Entry, Report, entries
from huigong.wages.liability.cases import case_of
from huigong.wages.liability.declaring import FILE, SHAPE, Law, read_law
from huigong.wages.liability.outcome import Resolution
from huigong.wages.liability.resolving import resolve


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Notes what is wrong with `liability.yaml` of any document, and each example that comes out otherwise."""
    before = len(report.errors)
    law = read_law(folder, report)
    if len(report.errors) > before or check.library is None:
        return
    used: set[str] = set()
    for _, entry in entries(folder, FILE, SHAPE, report):
        for written in entry["rules"]:
            spot = written.spot("clause")
            rule = next(rule for rule in law.rules if rule.id == written["id"])
            for clause in (rule.clause, *rule.also):
                require_clause(check.library, clause, spot.place, report)
        for example in entry["examples"]:
            used |= _try(example, law)
    for _, entry in entries(folder, FILE, SHAPE, report):
        for written in entry["rules"]:
            if written["id"] not in used:
                written.wrong("id", "没有一个例子用到它", "请写一个由它付的例子", code="liability.no_example")


def _try(example: Entry, law: Law) -> set[str]:
    """Holds an example against what comes out; the ids of the rules that it shows."""
    case = case_of(example, law)
    if case is None:
        return set()
    try:
        resolution = resolve(case, law)
    except DomainError as error:
        example.wrong("name", error.what, error.do)
        return set()
    _compare(example, "liable", _expected(example, law), _liable(resolution))
    if example["plan"]:
        planned = {f"{step.role}付{step.claim}": step.amount for step in resolution.plan}
        _compare(
            example,
            "plan",
            {f"{row['role']}付{row['worker']}": row["sum"] for row in example["plan"]},
            planned,
        )
    backs = [f"{each.creditor}→{each.debtor} {format_yuan(each.amount)}" for each in resolution.recourses]
    if sorted(backs) != sorted(example["recourse"]):
        example.wrong("recourse", f"得出的是{'、'.join(backs) or '没有'}", code="liability.example")
    undecided = [each.rule.id for each in resolution.liabilities if each.open_for]
    if sorted(undecided) != sorted(example["open"]):
        example.wrong("open", f"还不能定的是{'、'.join(undecided) or '没有'}", code="liability.example")
    return {each.rule.id for each in resolution.liabilities if each.holds}


def _expected(example: Entry, law: Law) -> dict[str, Fen]:
    return {
        f"{row['clause']} {row['role']} {worker}": fen
        for row in example["liable"]
        for worker, fen in row["up_to"].items()
    }


def _liable(resolution: Resolution) -> dict[str, Fen]:
    """By article, role and worker; where two rules of one article name the same party, it is one."""
    return {
        f"{each.rule.clause.partition('#')[2]} {each.role} {worker}": fen
        for each in resolution.liabilities
        for worker, fen in each.up_to.items()
        if fen is not None
    }


def _compare(example: Entry, key: str, expected: dict[str, Fen], outcome: dict[str, Fen]) -> None:
    if expected == outcome:
        return
    more = [f"{name} {format_yuan(fen)}" for name, fen in outcome.items() if expected.get(name) != fen]
    less = [f"{name} {format_yuan(fen)}" for name, fen in expected.items() if outcome.get(name) != fen]
    why = f"多了{'、'.join(more) or '没有'}；少了{'、'.join(less) or '没有'}"
    example.wrong(key, why, "请核对案情、条文和数", code="liability.example")
