"""`huigong newly --region 510421`: what is new for whom, and telling them, once each.

Everybody registered in the region is asked about every service there (as `huigong screen --register`). Who logs in is
told in the inbox and by a short message that names no service; who does not stands on the desk, under 要告知的人, for
a clerk to tell. The same command again tells nobody twice. With `--json` the numbers come as JSON: people, opened,
ended, told, for_clerks. Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import json

from django.utils import timezone

from huigong.catalogue import actions
from huigong.directory.principals import SYSTEM
from huigong.kernel import regions
from huigong.portals.cli.shell import Parser, bar, day


def run(argv: list[str]) -> int:
    """Screens, tells, and says how many; raises `DomainError` for wrong input."""
    parser = Parser(prog="huigong newly", description="筛查登记在册的人，把新符合的事项告知本人，每件一次")
    parser.add_argument("--region", required=True, help="六位行政区划代码，包括它下面的地区")
    parser.add_argument("--on", help="哪一天，如 2026-06-01；不写是今天")
    parser.add_argument("--json", action="store_true", help="按 JSON 说有多少")
    wanted, now = parser.parse_args(argv), timezone.now()
    on = day(wanted.on) if wanted.on else timezone.localdate(now)
    with bar("筛查") as progress:
        settled = actions.screen_register(by=SYSTEM, now=now, region=wanted.region, on=on, progress=progress)
    told = actions.tell_all(by=SYSTEM, now=now, region=wanted.region)
    if wanted.json:
        numbers = {"people": settled.people, "opened": settled.opened.total(), "ended": settled.ended}
        print(json.dumps({**numbers, "told": told.told, "for_clerks": told.for_clerks}))
        return 0
    place = regions.find(wanted.region).full_name
    print(
        f"{place}：{settled.people:,} 人，新符合 {settled.opened.total():,} 项，不再符合 {settled.ended:,} 项。"
    )
    print(
        f"发消息告知 {told.told:,} 人；没有登录账号的 {told.for_clerks:,} 人，在工作台“要告知的人”里等窗口告知。"
    )
    return 0
