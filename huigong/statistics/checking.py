"""What `huigong pack check` asks of indicators: every clause, name and parameter is known."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clauses
from huigong.kernel.packs import Report
from huigong.kernel.packs.shapes import unknown
from huigong.rules.check import check as check_rule
from huigong.rules.values import Type
from huigong.statistics.declaring import indicator_of, read_shelf


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Every indicator of the packs."""
    shelf = read_shelf(folder, report)
    if check.catalogue is None or check.library is None or not shelf.written:
        return
    report.errors += shelf.misfits()
    parameters = check.catalogue.parameters.declarations
    numbers = [name for name, each in parameters.items() if each.type is Type.INT]
    for written in shelf.written:
        entry = written.entry
        require_clauses(check.library, entry, written.clauses, report)
        if entry["least"] not in numbers:
            unknown(entry.spot("least"), entry["least"], numbers, kind="整数参数")
        with report.noting():
            made = indicator_of((written,), folder, written.since, written.file.region)
            for rule, told in made.counts.rules:
                check_rule(rule, told, parameters, expect=Type.BOOL)
