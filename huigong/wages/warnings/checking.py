"""What `huigong pack check` asks of warnings: every name is known, no difference is, and the examples come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause, require_clauses
from huigong.declarations import Written, check_address
from huigong.declarations.stories import EXAMPLES, PARAMETERS, differs, examples_of
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Report
from huigong.kernel.packs.references import full_reference
from huigong.kernel.packs.shapes import unknown
from huigong.records.shelf import read_records
from huigong.rules.check import check as check_rule
from huigong.rules.facts import parse_value
from huigong.rules.nodes import Fact
from huigong.rules.parameters import set_beside
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN, Type
from huigong.wages.reconciling.kinds import KINDS
from huigong.wages.warnings.declaring import WarningRule, read_shelf, readable, rule_of
from huigong.wages.warnings.evaluating import holding

_SAID = {True: "是", False: "否", None: "不知道"}
_BOTH = {"是", "否"}


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Every warning of the packs."""
    shelf = read_shelf(folder, report)
    if check.catalogue is None or check.library is None or check.offices is None or not shelf.written:
        return
    report.errors += shelf.misfits()
    kinds = read_records(folder, Report())  # what is wrong with them they say themselves
    lines = [line.id for line in check.offices.lines()]
    for written in shelf.written:
        entry, before = written.entry, len(report.errors)
        require_clauses(check.library, entry, written.clauses, report)
        if entry["fine"]:
            fine = full_reference(entry["fine"], written.file.document)
            require_clause(check.library, fine, entry.spot("fine").place, report)
        check_address(entry["owner"], lines=lines, places=())
        _check_names(written, check)
        if entry["about"] not in kinds.ids:
            unknown(entry.spot("about"), entry["about"], kinds.ids, kind="记录")
            continue
        facts = readable(kinds, entry["about"], written.file.region, written.since)
        _check_rule(written, facts, check)
        if len(report.errors) == before:
            _try_examples(written, facts, check)


def _check_names(written: Written, check: PackCheck) -> None:
    entry = written.entry
    known = [kind.code for kind in KINDS]
    for code in (code for code in entry["concerns"] if code not in known):
        unknown(entry.spot("concerns"), code, known, kind="差异")
    assert check.catalogue is not None
    declared = check.catalogue.parameters.declarations
    lengths = [(entry, "explain"), (entry, "confirm"), *((row, "after") for row in entry["escalates"])]
    for owner, key in lengths:
        if owner[key] is not None and (why := owner[key].misnamed(declared)):
            owner.wrong(key, why)


def _check_rule(written: Written, facts: Any, check: PackCheck) -> None:
    entry = written.entry
    assert check.catalogue is not None
    with entry.report.noting():
        rule = parse_condition(entry["when"], facts=facts, where=entry.spot("when").place)
        check_rule(rule, facts, check.catalogue.parameters.declarations, expect=Type.BOOL)


def _try_examples(written: Written, facts: Any, check: PackCheck) -> None:
    rule = rule_of((written,), facts)
    assert check.catalogue is not None
    examples = examples_of(written)
    for example in examples:
        _try(example, rule, facts, written.file.region, check)
    if not {row["raised"] for row in examples} >= _BOTH:
        written.entry.wrong(EXAMPLES, "要有一个预警的例子，一个不预警的例子", "在门槛两边各写一个")


def _try(example: Entry, rule: WarningRule, facts: Any, region: str, check: PackCheck) -> None:
    assert check.catalogue is not None
    book = check.catalogue.parameters
    given: dict[str, Any] = {}
    for name, raw in example["given"].items():
        if name not in facts:
            unknown(example.spot("given"), name, facts, kind="事实")
            return
        given[name] = _value(example, facts[name], raw)
    known = {name: declared for name, declared in book.declarations.items() if name in example[PARAMETERS]}
    local = {
        name: _value(example, Fact(name, each.type, measure=each.measure), example[PARAMETERS][name])
        for name, each in known.items()
    }
    for name in (name for name in example[PARAMETERS] if name not in known):
        unknown(example.spot(PARAMETERS), name, book.declarations, kind="参数")
    held = holding(
        [rule],
        {"": given},
        facts,
        on=example["on"],
        parameters=set_beside(book.lookup(region), local),
        declared=book.declarations,
    )
    said = _SAID[held[""][rule.id]]
    if said != example["raised"]:
        differs(example, "raised", said)


def _value(example: Entry, fact: Fact, raw: Any) -> Any:
    try:
        return parse_value(fact, raw)
    except DomainError as error:
        example.wrong("given", f"“{fact.name}”：{error.what}", error.do)
        return UNKNOWN
