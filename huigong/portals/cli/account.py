"""`huigong account`: officials' accounts and roles from the shell, for the first administrator and for one who is locked out.

    huigong account add li --name 李某 --role case-officer --region 510400 --office 510400/police
    huigong account role li --role leading-group-officer --region 510400
    huigong account end li --role case-officer
    huigong account password li
    huigong account lost-phone li
    huigong account close li
    huigong account reopen li
    huigong account list

A password is made and shown once, and kept nowhere; whoever gets it has to choose their own.
"""

from __future__ import annotations

import argparse

from django.utils import timezone

from huigong.directory import queries
from huigong.directory.actions import accounts, logins, roles
from huigong.directory.principals import SYSTEM, Grant
from huigong.directory.roles import ROLES


def run(argv: list[str]) -> int:
    words = arguments(argv)
    return VERBS[words.verb](words)


def add(words: argparse.Namespace) -> int:
    _account, password = logins.open_official(
        by=SYSTEM,
        now=timezone.now(),
        username=words.username,
        display_name=words.name,
        grant=Grant(words.role, words.region, words.office),
    )
    print(f"已开通 {words.username}（{words.name}），角色：{ROLES[words.role].name}。")
    tell_password(password)
    return 0


def tell_password(password: str) -> None:
    days = logins.ONE_TIME_FOR.days
    print(f"一次性密码：{password}   只显示这一次，请当面交给本人；{days}天内登录，登录后必须换成自己的。")


def role(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    grant = Grant(words.role, words.region, words.office)
    roles.assign_role(by=SYSTEM, now=timezone.now(), account=account, grant=grant)
    print(f"已给 {words.username} 加上角色：{ROLES[words.role].name}。")
    return 0


def end(words: argparse.Namespace) -> int:
    """Every assignment of that role which is not over."""
    account, now = queries.official_named(SYSTEM, words.username), timezone.now()
    today = timezone.localdate(now)
    held = [row for row in queries.roles_of(SYSTEM, account) if row.role == words.role]
    ended = [row for row in held if row.state_on(today) != "over"]
    for row in ended:
        assignment = queries.assignment_of(SYSTEM, account, row.public_id)
        roles.withdraw_role(by=SYSTEM, now=now, assignment=assignment)
    name = ROLES[words.role].name
    print(
        f"已收回 {words.username} 的角色：{name}。" if ended else f"{words.username} 没有这个角色：{name}。"
    )
    return 0 if ended else 1


def password(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    tell_password(logins.reset_password(by=SYSTEM, now=timezone.now(), account=account))
    return 0


def lost_phone(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    tell_password(logins.forget_second_factor(by=SYSTEM, now=timezone.now(), account=account))
    return 0


def close(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    accounts.close_account(by=SYSTEM, now=timezone.now(), account=account)
    print(f"已停用 {words.username}。做过的事仍留有记录。")
    return 0


def reopen(words: argparse.Namespace) -> int:
    account = queries.official_named(SYSTEM, words.username)
    accounts.reopen_account(by=SYSTEM, now=timezone.now(), account=account)
    print(f"已恢复 {words.username}。")
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


VERBS = {
    "add": add,
    "role": role,
    "end": end,
    "password": password,
    "lost-phone": lost_phone,
    "close": close,
    "reopen": reopen,
    "list": show,
}
SAYS = {
    "add": "开通账号",
    "role": "增加角色",
    "end": "收回角色",
    "password": "重设密码",
    "lost-phone": "手机丢了：清除验证器，重设密码",
    "close": "停用账号",
    "reopen": "恢复账号",
}


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="huigong account", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(VERBS))
    assignable = [slug for slug, kind in ROLES.items() if kind.assignable]
    for verb, says in SAYS.items():
        command = verbs.add_parser(verb, help=says)
        command.add_argument("username", help="用户名")
        if verb == "add":
            command.add_argument("--name", required=True, help="姓名，显示在办理记录里")
        if verb in {"add", "role", "end"}:
            command.add_argument("--role", required=True, choices=assignable, help="角色")
        if verb in {"add", "role"}:
            command.add_argument("--region", required=True, help="地区代码，包括它下面的地区")
            command.add_argument("--office", help="只管这个部门的事，写法是 区划代码/条线")
    verbs.add_parser("list", help="列出账号")
    return parser.parse_args(argv)
