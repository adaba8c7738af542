"""What `huigong pack check` asks of how ratings are handled."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.feedback.grades import Grade
from huigong.feedback.rules import FILE, SHAPE
from huigong.kernel.packs import Entry, Report, entries
from huigong.kernel.packs.shapes import unknown

_BELOW_THE_BEST = sorted(int(grade) for grade in Grade if grade is not Grade.VERY_GOOD)
_LEAST = {"changeable_days": 0, "least": 1}


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Follow-ups begin at a grade that is given, go to a line of offices that there is, and can be done in the time."""
    lines = [line.id for line in check.offices.lines()] if check.offices else None
    for _, entry in entries(folder, FILE, SHAPE, report):
        if lines is not None and entry["answers"] not in lines:
            unknown(entry.spot("answers"), entry["answers"], lines, kind="部门条线")
        _check_numbers(entry)


def _check_numbers(entry: Entry) -> None:
    if entry["follow_up_from"] not in _BELOW_THE_BEST:
        worst, best = _BELOW_THE_BEST[0], _BELOW_THE_BEST[-1]
        entry.wrong("follow_up_from", "没有这一档差评", f"可以写{worst}到{best}：这一档和更低的要回访")
    if entry["within"]["length"] < 1:
        entry["within"].wrong("length", "期限至少是1", "请写几天内回访")
    for key, least in _LEAST.items():
        if entry[key] < least:
            entry.wrong(key, f"不能小于{least}")
