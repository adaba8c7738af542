"""Reads a case as somebody wrote it (`shapes`), for the shell and for the examples beside the law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Place, Report, load
from huigong.rules.reading import parse_value
from huigong.rules.values import Answer
from huigong.wages.liability.declaring import Law
from huigong.wages.liability.established import Case, Claim, Paid
from huigong.wages.liability.shapes import CASE


def read_case(written: str, law: Law, *, file: str = "") -> Case:
    """The case of a YAML or JSON text; raises `PackErrors` with every place that is wrong."""
    report = Report()
    entry = CASE.require(load(written, file=file), report=report, place=Place(file))
    case = case_of(entry, law)
    report.refuse()
    assert case is not None
    return case


def case_of(entry: Entry, law: Law) -> Case | None:
    """The case of a well-formed entry; None where a fact in it is wrong, which is noted in the entry's report."""
    before = len(entry.report.errors)
    claims = tuple(
        Claim(name, owed["sum"], _values(owed["facts"], "owed", entry, law))
        for name, owed in entry["owed"].items()
    )
    if not claims:
        entry.wrong("owed", "没有写欠谁多少", "请写成 {甲: 12000元}")
    case = Case(
        on=entry["on"],
        values=_values(entry["facts"], "facts", entry, law),
        claims=claims,
        parties=entry["parties"],
        limits=entry["limits"],
        paid=tuple(Paid(paid["worker"], paid["role"], paid["sum"]) for paid in entry["paid"]),
        unable=frozenset(entry["unable"]),
    )
    return None if len(entry.report.errors) > before else case


def _values(raw: Any, key: str, entry: Entry, law: Law) -> Mapping[str, Answer]:
    """Typed values of the facts that somebody wrote; what is wrong is noted, with the nearest fact."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        entry.wrong(key, "这里应当是“事实: 答案”的形式")
        return {}
    values: dict[str, Answer] = {}
    for name, word in raw.items():
        try:
            values[str(name)] = parse_value(law.facts.named(str(name)), word)
        except DomainError as error:
            entry.wrong(key, error.what, error.do)
    return values
