"""What `huigong pack check` asks of the definitions of who somebody is (`statuses.yaml`)."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause
from huigong.catalogue.statuses import FILE, SHAPE
from huigong.kernel.packs import Report, entries
from huigong.kernel.packs.shapes import unknown
from huigong.rules.values import Type


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """A definition is a yes-or-no fact, as its kinds are, under a clause that is there, once a day."""
    if check.catalogue is None or check.library is None:  # what is wrong with them was told already
        return
    questions = [name for name, fact in check.catalogue.facts.items() if fact.type is Type.BOOL]
    for _file, entry in entries(folder, FILE, SHAPE, report):
        seen = set()
        for row in entry["statuses"]:
            key = (row["id"], row["from"])
            if key in seen:
                row.wrong("id", "这个文件里同一天起写了两次", "请换一个日期，或者删掉一处")
            seen.add(key)
            if row["fact"] not in questions:
                unknown(row.spot("fact"), row["fact"], questions, kind="是或否的事实")
            for kind in row["kinds"]:
                if kind not in questions:
                    unknown(row.spot("kinds"), kind, questions, kind="是或否的事实")
            if row["clause"]:
                require_clause(check.library, row["clause"], row.spot("clause").place, report)
