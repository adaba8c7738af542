"""What `huigong pack check` asks of criteria: the move is one that asks what they read, and the examples come out on both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huigong.arrears.criteria.declaring import asked_of, criterion_of, read_shelf
from huigong.arrears.criteria.holding import tried
from huigong.arrears.criteria.inputs import OF_MATTER, OF_WORKER
from huigong.casework.procedures.acts import procedures
from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause, require_clauses
from huigong.declarations import Written
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Report
from huigong.kernel.packs.references import full_reference
from huigong.kernel.packs.shapes import unknown
from huigong.rules.check import check as check_rule
from huigong.rules.facts import parse_value
from huigong.rules.nodes import Fact
from huigong.rules.parameters import set_beside
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN, Type

_SAID = {True: "是", False: "否", None: "不知道"}
_BOTH = {"是", "否"}
MEETS = "meets"


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Every criterion of the packs."""
    shelf = read_shelf(folder, report)
    if check.catalogue is None or check.library is None or not shelf.written:
        return
    report.errors += shelf.misfits()
    known = {each.id: each for each in procedures(folder)}
    for written in shelf.written:
        entry, before = written.entry, len(report.errors)
        require_clauses(check.library, entry, written.clauses, report)
        facts = {**OF_MATTER, **OF_WORKER, **asked_of(entry, report)}
        for row in entry["conditions"]:
            clause = full_reference(row["clause"], written.file.document)
            require_clause(check.library, clause, row.spot("clause").place, report)
            with report.noting():
                rule = parse_condition(row["when"], facts=facts, where=row.spot("when").place)
                check_rule(rule, facts, check.catalogue.parameters.declarations, expect=Type.BOOL)
        if entry["for"]:
            _check_moves(entry, known)
        if len(report.errors) == before:
            _try_examples(written, facts, check)


def _check_moves(entry: Entry, known: Any) -> None:
    procedure = known.get(entry["for"]["procedure"])
    if procedure is None:
        unknown(entry["for"].spot("procedure"), entry["for"]["procedure"], known, kind="办理程序")
        return
    moves = {move.id: move for move in procedure.moves}
    for name in entry["for"]["moves"]:
        if name not in moves:
            unknown(entry["for"].spot("moves"), name, moves, kind="步骤")
        elif MEETS not in moves[name].effects:
            entry["for"].wrong("moves", f"步骤“{name}”没有写效果 {MEETS}，不会核对")
        else:
            asked = {field.id for field in moves[name].form}
            for fact in (fact for fact in entry["asks"] or () if fact not in asked):
                unknown(entry.spot("asks"), fact, asked, kind="字段")


def _try_examples(written: Written, facts: dict[str, Fact], check: PackCheck) -> None:
    criterion = criterion_of((written,))
    assert check.catalogue is not None
    book = check.catalogue.parameters
    for example in written.entry["examples"]:
        given = _values(example, "given", facts)
        declared = {
            name: Fact(name, each.type, measure=each.measure) for name, each in book.declarations.items()
        }
        local = _values(example, "set", declared)
        worker = {name: value for name, value in given.items() if name in OF_WORKER}
        came = tried(
            criterion,
            {name: value for name, value in given.items() if name not in OF_WORKER},
            [worker],
            on=example["on"],
            parameters=set_beside(book.lookup(written.file.region), local),
        )
        if _SAID[came.met] != example["met"]:
            told = "、".join(f"{each.condition.id}{_SAID[each.holds]}" for each in came.held)
            example.wrong("met", f"算出来的是“{_SAID[came.met]}”（{told}）", "请改例子，或者改规定")
    if not {row["met"] for row in written.entry["examples"]} >= _BOTH:
        written.entry.wrong("examples", "要有一个够的例子，一个不够的例子", "在门槛两边各写一个")


def _values(example: Entry, key: str, facts: dict[str, Fact]) -> dict[str, Any]:
    values = {}
    for name, raw in example[key].items():
        if name not in facts:
            unknown(example.spot(key), name, facts, kind="事实")
            continue
        try:
            values[name] = parse_value(facts[name], raw)
        except DomainError as error:
            example.wrong(key, f"“{name}”：{error.what}", error.do)
            values[name] = UNKNOWN
    return values
