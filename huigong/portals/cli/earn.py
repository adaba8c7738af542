"""`huigong earn --case month.yaml`: what a month of work earns by the law, line by line, what may be taken off, what is owed.

The file says the terms and the days, as `wages/earning/writing.py` shows. Works without a database. Exit code 0 where
nothing is owed and all was judged, 1 otherwise, 2 for input that cannot be used. `--json` prints one object.
"""

from __future__ import annotations

import json
from pathlib import Path

from huigong.catalogue.citations import cite
from huigong.portals.cli import plain
from huigong.portals.cli.liability import text_of
from huigong.portals.cli.shell import Parser
from huigong.wages.earning.counting import earned
from huigong.wages.earning.telling import as_json, lines
from huigong.wages.earning.writing import read_month


def run(argv: list[str]) -> int:
    """Counts, then prints; raises `DomainError` for wrong input."""
    parser = Parser(
        prog="huigong earn", description="一个月的活该发多少工资：每一笔怎么算、依据、能扣什么、还差多少"
    )
    parser.add_argument("--case", required=True, metavar="FILE", help="这个月的活，YAML 或 JSON")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")
    wanted = parser.parse_args(argv)
    month, law = read_month(text_of(Path(wanted.case)), file=wanted.case)
    outcome = earned(month, law)
    if wanted.json:
        print(json.dumps(as_json(outcome), ensure_ascii=False))
    else:
        console = plain.console()
        for line in lines(outcome, cite=cite):
            console.print(plain.escape(line))
    return 1 if outcome.owed or outcome.open else 0
