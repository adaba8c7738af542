"""`huigong account`: open and close officials' accounts and give them roles, from the shell.

    huigong account add li --name 李某 --role case-officer --region 510400 --office 510400/police
    huigong account role li --role leading-group-officer --region 510400
    huigong account close li
    huigong account list

`add` makes a password, shows it once and keeps it nowhere.
"""

from __future__ import annotations

import argparse
import secrets

from django.utils import timezone

from huigong.directory import queries
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.directory.roles import ROLES


def run(argv: list[str]) -> int:
    words = arguments(argv)
    return {"add": add, "role": role, "close": close, "list": show}[words.verb](words)


def add(words: argparse.Namespace) -> int:
    password = secrets.token_urlsafe(12)
    accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=words.username,
        display_name=words.name,
        password=password,
        grants=[Grant(words.role, words.region, words.office)],
    )
    print(f"已开通 {words.username}（{words.name}），角色：{ROLES[words.role].name}。")
    print(f"初始密码：{password}   只显示这一次，请当面交给本人。")
    return 0


def role(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    grant = Grant(words.role, words.region, words.office)
    accounts.assign_role(by=SYSTEM, now=timezone.now(), account=account, grant=grant)
    print(f"已给 {words.username} 加上角色：{ROLES[words.role].name}。")
    return 0


def close(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    accounts.close_account(by=SYSTEM, now=timezone.now(), account=account)
    print(f"已停用 {words.username}。做过的事仍留有记录。")
    return 0


def show(words: argparse.Namespace) -> int:
    for account in queries.officials(SYSTEM):
        held = "；".join(
            f"{row.role_name} {row.region}{f' {row.office}' if row.office else ''}"
            for row in queries.roles_of(SYSTEM, account)
        )
        print(
            f"{account.username:<16}{account.display_name}　{held}{'' if account.is_active else '（已停用）'}"
        )
    return 0


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="huigong account", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|role|close|list")
    for verb, says in (("add", "开通账号"), ("role", "增加角色"), ("close", "停用账号")):
        one = verbs.add_parser(verb, help=says)
        one.add_argument("username", help="用户名")
        if verb == "add":
            one.add_argument("--name", required=True, help="姓名，显示在办理记录里")
        if verb in {"add", "role"}:
            assignable = [slug for slug, kind in ROLES.items() if kind.assignable]
            one.add_argument("--role", required=True, choices=assignable, help="角色")
            one.add_argument("--region", required=True, help="地区代码，包括它下面的地区")
            one.add_argument("--office", help="只管这个部门的事，例如 510400/police")
    verbs.add_parser("list", help="列出账号")
    return parser.parse_args(argv)
