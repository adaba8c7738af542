"""`huigong pack todo 510421`: what a place has to fill in or confirm before it goes live.

`--json` prints `[{"kind": "要填的数字", "what": "…", "services": ["…"], "file": "…", "line": 3}]`.
The exit code is 0 when nothing is open and 1 when something is.
"""

from __future__ import annotations

import argparse
import json
from itertools import groupby
from typing import Any

from huigong.catalogue.services import catalogue
from huigong.catalogue.todo import Todo, todo
from huigong.kernel import days, regions
from huigong.portals.cli.today import today


def add_to(verbs: Any) -> None:
    """The words of the command, among the others of `pack`."""
    parser = verbs.add_parser("todo", help="列出一个地区上线以前要填、要核对的东西")
    parser.add_argument("region", metavar="区划代码", help="六位行政区划代码")
    parser.add_argument("--on", type=days.read, metavar="日期", help="按哪一天，默认今天")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(asked: argparse.Namespace) -> int:
    """The exit code. Raises `DomainError` for an unknown region and one whose packs are set aside."""
    region = regions.find(asked.region)
    open_things = todo(region.code, catalogue=catalogue(), on=asked.on or today())
    if asked.json:
        print(json.dumps([_as_row(each) for each in open_things], ensure_ascii=False, indent=2))
        return int(bool(open_things))
    for kind, lines in groupby(open_things, key=lambda each: each.kind):
        listed = list(lines)
        print(f"{kind}（{len(listed)}）")
        for each in listed:
            print(f"  {each.what}{_for(each)}")
    print(f"{region.full_name}：{len(open_things)} 件" if open_things else f"{region.full_name}没有要填的")
    return int(bool(open_things))


def _for(each: Todo) -> str:
    return f"：{'、'.join(each.services)}" if each.services else ""


def _as_row(each: Todo) -> dict[str, Any]:
    return {
        "kind": str(each.kind),
        "what": each.what,
        "services": list(each.services),
        "file": each.place.file,
        "line": each.place.line,
    }
