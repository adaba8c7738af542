"""`huigong county`: load a county of made-up people, its officials and some cases under way.

The same seed makes the same people. Nothing is loaded twice: a second run only
says what is there. Nothing is loaded beside real people or officials. The
officials' password is made at random for this installation and kept, readable
by its owner only, in the data folder.
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from huigong.demo import county_cases
from huigong.demo.place import CITY, ELSEWHERE, REGION, office
from huigong.directory import queries as directory
from huigong.directory.actions import accounts, approvals
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel import regions
from huigong.kernel.errors import Conflict
from huigong.registry import population
from huigong.registry.actions import engagements, facts, households, people
from huigong.registry.fictitious import FictitiousCounty, FictitiousPerson, make_county

BATCH = 1000


@dataclass(frozen=True)
class DeskAccount:
    """One official of the made-up county: what they log in with and what they are there to do."""

    username: str
    name: str
    duty: str
    grants: tuple[Grant, ...]


DESK_ACCOUNTS = (
    DeskAccount("police", "虚构·公安局经办人", "居住证", (Grant("case-officer", REGION, office("police")),)),
    DeskAccount("hrss", "虚构·人社局经办人", "就业、监察", (Grant("case-officer", REGION, office("hrss")),)),
    DeskAccount(
        "justice", "虚构·司法局经办人", "法律援助", (Grant("case-officer", REGION, office("justice")),)
    ),
    DeskAccount("clerk", "虚构·窗口人员", "代办、登记", (Grant("clerk", REGION),)),
    DeskAccount("auditor", "虚构·审计员", "审计记录", (Grant("auditor", CITY),)),
    DeskAccount(
        "leading",
        "虚构·农民工办",
        "职责看板、政策库",
        (Grant("leading-group-officer", CITY), Grant("policy-officer", CITY)),
    ),
    DeskAccount("admin", "虚构·系统管理员", "账号与角色", (Grant("administrator", CITY),)),
)


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="huigong county", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=5000, help="人数（默认 5000）")
    parser.add_argument("--seed", type=int, default=2014, help="随机种子")
    parser.add_argument("--accounts-at", metavar="网址", help="装好后列出在这个网址登录的账号")
    words = parser.parse_args(argv)
    if is_loaded():
        print("虚构县已经装入，直接使用。要重新装入，请换一个数据目录（HUIGONG_DATA）。")
    else:
        require_empty()
        load(people_wanted=words.people, seed=words.seed, now=timezone.now())
    if words.accounts_at:
        print(accounts_table(words.accounts_at), flush=True)
    return 0


def is_loaded() -> bool:
    """The database says, not the password's file: the one is committed whole, the other may outlive a crash."""
    first = DESK_ACCOUNTS[0]  # by its name too: a real office may call an account the same
    return directory.officials(SYSTEM).filter(username=first.username, display_name=first.name).exists()


def require_empty() -> None:
    """Raises `Conflict` (`county.not_empty`): made-up people and shown passwords have no place in a real register."""
    if directory.officials(SYSTEM).exists() or population.living_in(regions.NATION).exists():
        raise Conflict(
            code="county.not_empty",
            what="这个数据库里已经有账号或登记的人，没有装入虚构县",
            why="虚构的人会和真的混在一起，虚构县的账号也看得到真的人",
            do="请用 HUIGONG_DATA 另指一个空的数据目录，不要设 DATABASE_URL",
        )


def load(*, people_wanted: int, seed: int, now: datetime) -> None:
    """Everything or nothing: a crash in the middle leaves an empty county to load again."""
    county = make_county(
        region=REGION, elsewhere=ELSEWHERE, on=timezone.localdate(now), people=people_wanted, seed=seed
    )
    password = secrets.token_hex(8)
    with Progress(console=Console(stderr=True), transient=True) as progress, transaction.atomic():
        bar = progress.add_task(f"虚构县：{people_wanted} 人", total=people_wanted + county_cases.COUNT)
        desks = open_desks(password, now=now)
        approve_children(desks["leading"], now=now)
        ids = load_people(county, now=now, step=lambda n: progress.advance(bar, n))
        load_work(county, ids, now=now)
        county_cases.open_cases(county, ids, desks=desks, now=now, step=lambda: progress.advance(bar))
        keep_password(password)  # before the commit: a county without its password lets nobody in
    print(f"虚构县已装入：{len(ids)} 人、{len(county.employers)} 家单位、{county_cases.COUNT} 个办件。")


def open_desks(password: str, *, now: datetime) -> dict[str, Principal]:
    """Opens every account; by user name, the principals that then act in the county's past."""
    opened = {}
    for desk in DESK_ACCOUNTS:
        account = accounts.create_official(
            by=SYSTEM,
            now=now,
            username=desk.username,
            display_name=desk.name,
            password=password,
            grants=desk.grants,
        )
        opened[desk.username] = Principal.for_account(account, on=timezone.localdate(now))
    return opened


def approve_children(by: Principal, *, now: datetime) -> None:
    """Lets the counter and the offices handle the cases of children; without it nobody could open their forms."""
    for role in ("clerk", "case-officer", "inspector"):
        approvals.approve(
            by=by,
            now=now,
            post=Grant(role, CITY),
            purpose="经办未成年人的办件",
            minors=True,
            own_cases=True,
            valid_until=timezone.localdate(now) + timedelta(days=180),
        )


def load_people(county: FictitiousCounty, *, now: datetime, step: Callable[[int], object]) -> list[str]:
    """Registers everybody with their facts and households; returns public ids in the county's order."""
    ids: list[str] = []
    for start in range(0, len(county.people), BATCH):
        batch = county.people[start : start + BATCH]
        rows = [
            people.NewPerson(
                name=each.name,
                resident_number=each.resident_number,
                hukou_place=each.hukou_place,
                residence=each.residence,
                phone=each.phone,
                residence_since=each.residence_since,
            )
            for each in batch
        ]
        ids += [person.public_id.hex for person in people.register_many(by=SYSTEM, now=now, rows=rows).people]
        step(len(batch))
    facts.record_many(by=SYSTEM, now=now, rows=known_facts(county, ids))
    households.form_many(by=SYSTEM, now=now, rows=homes(county, ids))
    return ids


def known_facts(county: FictitiousCounty, ids: list[str]) -> list[facts.NewFact]:
    return [
        facts.NewFact(
            person_id=person_id,
            fact=name,
            value=value,  # type: ignore[arg-type]
            source="虚构县",
            verification="claimed",
            valid_from=each.residence_since,
        )
        for each, person_id in zip(county.people, ids, strict=True)
        for name, value in each.facts.items()
    ]


def homes(county: FictitiousCounty, ids: list[str]) -> list[households.NewHousehold]:
    grouped: dict[int, list[tuple[FictitiousPerson, str]]] = {}
    for each, person_id in zip(county.people, ids, strict=True):
        grouped.setdefault(each.household, []).append((each, person_id))
    return [
        households.NewHousehold(
            region=county.region,
            members=tuple((person_id, each.relation) for each, person_id in members),
            valid_from=max(each.residence_since for each, _ in members),
        )
        for members in grouped.values()
    ]


def load_work(county: FictitiousCounty, ids: list[str], *, now: datetime) -> None:
    employers = [
        engagements.register_employer(by=SYSTEM, now=now, name=each.name, region=county.region).public_id.hex
        for each in county.employers
    ]
    rows = [
        engagements.NewEngagement(
            person_id=person_id,
            employer_id=employers[each.employer],
            place=county.region,
            valid_from=each.engaged_since,
            occupation=county.employers[each.employer].trade,
        )
        for each, person_id in zip(county.people, ids, strict=True)
        if each.employer is not None and each.engaged_since is not None
    ]
    engagements.start_many(by=SYSTEM, now=now, rows=rows)


def password_file() -> Path:
    return Path(settings.DATA_FOLDER) / "county-password.txt"


def keep_password(password: str) -> None:
    path = password_file()
    path.touch(mode=0o600)
    path.write_text(password)


def accounts_table(address: str) -> str:
    """What to log in with at the server's address, for the window in which it runs."""
    password = password_file().read_text().strip() if password_file().exists() else "—"
    rows = [f"    {each.username:<9}{each.name}（{each.duty}）" for each in DESK_ACCOUNTS]
    return "\n".join(
        [
            f"  农民工：{address}/        任选一个手机号登录，验证码显示在本窗口",
            f"  工作台：{address}/desk/   密码都是 {password}",
            *rows,
            "  县里的人和单位都是虚构的。跟着 README 的故事走一遍，大约十分钟。",
        ]
    )
