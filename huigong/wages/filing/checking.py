"""What `huigong pack check` asks of filings: every clause, office and column is known, and what is written can be read back."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clauses
from huigong.declarations import Written, check_address
from huigong.kernel.packs import Report
from huigong.kernel.packs.shapes import unknown
from huigong.wages.filing.declaring import COLUMNS, read_shelf


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Every filing of the packs."""
    shelf = read_shelf(folder, report)
    if check.library is None or check.offices is None or not shelf.written:
        return
    report.errors += shelf.misfits()
    lines = [line.id for line in check.offices.lines()]
    for written in shelf.written:
        require_clauses(check.library, written.entry, written.clauses, report)
        check_address(written.entry["to"], lines=lines, places=())
        _check_columns(written)


def _check_columns(written: Written) -> None:
    entry = written.entry
    joined: dict[str, set[str]] = {}
    for row in entry["objects"]:
        known = COLUMNS[row["table"]]
        for name in (name for name in row["columns"] if name not in known):
            unknown(row.spot("columns"), name, known, kind="列")
        before = joined.setdefault(row["table"], set(row["columns"]))
        if not before & set(row["columns"]):
            row.wrong("columns", "和前面的对象没有一列相同，读回来接不上", "请加上项目编号或者证件号码")
        before |= set(row["columns"])
    every = {name for names in COLUMNS.values() for name in names}
    for name in (name for name in entry["titles"] if name not in every):
        unknown(entry.spot("titles"), name, every, kind="列")
