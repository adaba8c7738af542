"""`huigong filing`: the tables of a month made into the file of a platform, and such a file into tables.

    huigong filing write --from MONTH --profile real-name-platform --region 510421 --out OUT
    huigong filing read EXPORT.xlsx --profile real-name-platform --region 510421 --out MONTH

`read` writes a CSV for each table that the file holds, under the headers that `huigong reconcile` reads.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils import timezone

from huigong.kernel.errors import Invalid
from huigong.kernel.wholefiles import written_whole
from huigong.portals.cli.shell import Parser, require_folder
from huigong.wages.filing import carrying
from huigong.wages.filing.declaring import book


def run(argv: list[str]) -> int:
    """Does the one thing; raises `DomainError` for wrong input."""
    words = _parser().parse_args(argv)
    out = Path(words.out)
    require_folder(out)
    profile = book().profile(words.profile, words.region, on=timezone.localdate())
    if words.verb == "write":
        folder = Path(words.folder)
        if not folder.is_dir():
            raise Invalid("filing.folder", what=f"没有“{folder}”这个文件夹", do="请写对 --from", about="from")
        name, data, counts = carrying.written(profile, carrying.tables_of(folder))
        files, told = {name: data}, counts
    else:
        tables = carrying.read(profile, _bytes(words.file))
        files = {f"{table}.csv": carrying.as_csv(rows, table) for table, rows in tables.items()}
        told = {table: len(rows) for table, rows in tables.items()}
    out.mkdir(exist_ok=True)
    for called, content in files.items():
        with written_whole(out / called) as part:
            part.write_bytes(content)
    print("，".join(f"{each} {count} 行" for each, count in told.items()))
    return 0


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Invalid("filing.file", what=f"“{path}”读不了", do="请核对文件在不在", about="file") from error


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="huigong filing", description="一份资料做成各平台的文件，再读回来")
    verbs = parser.add_subparsers(dest="verb", required=True)
    write = verbs.add_parser("write", help="做平台的文件")
    write.add_argument("--from", dest="folder", required=True, metavar="FOLDER", help="各张表在哪个文件夹")
    back = verbs.add_parser("read", help="读平台导出的文件")
    back.add_argument("file", help="平台导出的文件")
    for each in (write, back):
        each.add_argument("--profile", required=True, help="报送格式，如 real-name-platform")
        each.add_argument("--region", required=True, help="项目在哪里，六位区划代码")
        each.add_argument("--out", required=True, metavar="FOLDER", help="写到哪个文件夹")
    return parser
