"""`huigong duplicates --region 510421`: who may stand in the register twice.

Everybody on record who lives in the region is compared with everybody else there. Nobody is made one by the machine:
pairs wait on the desk, under 疑似重复, for somebody to look. What was decided stays decided, and the same command again
changes nothing. With `--json` the numbers come as JSON: people, new, waiting, left_out. Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from django.utils import timezone

from huigong.directory.principals import SYSTEM
from huigong.kernel import regions
from huigong.portals.cli.shell import Parser
from huigong.registry.actions import duplicates


def run(argv: list[str]) -> int:
    """Searches and says how many; raises `DomainError` for wrong input."""
    parser = Parser(prog="huigong duplicates", description="查找登记了两次的人，列出来等人核对")
    parser.add_argument("--region", required=True, help="六位行政区划代码，包括它下面的地区")
    parser.add_argument("--json", action="store_true", help="按 JSON 说有多少")
    wanted = parser.parse_args(argv)
    searched = duplicates.search(by=SYSTEM, now=timezone.now(), region=wanted.region)
    if wanted.json:
        print(json.dumps(asdict(searched)))
    else:
        place = regions.find(wanted.region).full_name
        print(
            f"{place}：比对 {searched.people:,} 人，新列出 {searched.new:,} 对，共有 {searched.waiting:,} 对等人核对。"
        )
        if searched.left_out:
            print(f"还有 {searched.left_out:,} 对不大像的没有列：先核对列出来的，下次再查时补上。")
    return 0
