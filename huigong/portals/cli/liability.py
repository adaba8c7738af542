"""`huigong liability --case case.yaml`: who must pay the wages of a case, in what order, up to what, by which article.

The file says what is established, as `wages/liability/shapes.py` shows; what is left out is not known and is asked for.
Works without a database. Exit code 0 where everybody's wages are covered by what is established, 1 where something is
not covered or still open, 2 for input that cannot be used. `--json` prints one object with sums in fen.
"""

from __future__ import annotations

import json
from pathlib import Path

from huigong.catalogue.citations import cite
from huigong.kernel.errors import Invalid
from huigong.portals.cli import plain
from huigong.portals.cli.shell import Parser
from huigong.wages.liability.cases import read_case
from huigong.wages.liability.declaring import law
from huigong.wages.liability.resolving import resolve
from huigong.wages.liability.telling import as_json, lines

_LARGEST = 10_000_000  # bytes of a case: a hundred thousand workers


def run(argv: list[str]) -> int:
    """Resolves, then prints; raises `DomainError` for wrong input."""
    parser = Parser(prog="huigong liability", description="欠薪由谁付：先后、限额、依据、向谁追偿")
    parser.add_argument("--case", required=True, metavar="FILE", help="案情，YAML 或 JSON")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")
    wanted = parser.parse_args(argv)
    known = law()
    resolution = resolve(read_case(text_of(Path(wanted.case)), known, file=wanted.case), known)
    if wanted.json:
        print(json.dumps(as_json(resolution), ensure_ascii=False))
    else:
        console = plain.console()
        for line in lines(resolution, known, cite=cite):
            console.print(plain.escape(line))
    return 1 if resolution.to_find_out or any(resolution.uncovered.values()) else 0


def text_of(path: Path) -> str:
    """What a file of a case says; raises `Invalid` (`wages.file`) where it cannot be read."""
    try:
        written = path.read_bytes()
    except OSError as error:
        why = error.strerror or ""
        raise Invalid("wages.file", what=f"打不开文件{path}", why=why, do="请核对文件名") from error
    if len(written) > _LARGEST:
        raise Invalid("wages.file", what=f"文件{path}太大", do="请分几份写")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("wages.file", what=f"文件{path}不是 UTF-8 编码", do="请另存为 UTF-8") from error
