"""The command `huigong`: a table of subcommands, each a module with `run(argv) -> exit code`.

This is the portal's own table; `huigong.__main__` joins it with those of the folders above.

Exit codes everywhere: 0 done, 1 done but something differs or failed a check,
2 the input was wrong (the message says what, why and what to do).
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from huigong.kernel.errors import DomainError
from huigong.kernel.frames import roomy
from huigong.kernel.writing import shown
from huigong.portals.cli import plain


@dataclass(frozen=True)
class Command:
    """`module` is a dotted name; `needs_database`: whether Django must be ready before it is loaded."""

    module: str
    says: str
    needs_database: bool = False


COMMANDS: dict[str, Command] = {
    "read": Command("huigong.portals.cli.read", "读政策文件：条款、责任单位、目标 · read policy documents"),
    "entitle": Command(
        "huigong.portals.cli.entitle", "一个人在一地能享受什么 · what a person is entitled to"
    ),
    "screen": Command("huigong.portals.cli.screen", "一批人逐人逐项筛查 · screen many people from Parquet"),
    "newly": Command(
        "huigong.portals.cli.newly", "新符合的事项告知本人 · tell people what is new for them", True
    ),
    "export": Command(
        "huigong.portals.cli.export",
        "导出一个地区的人知道的事实 · facts of a region's people to Parquet",
        True,
    ),
    "import": Command(
        "huigong.portals.cli.importing", "从表格登记人员 · register people from a spreadsheet", True
    ),
    "records": Command(
        "huigong.portals.cli.records",
        "资料包声明的登记：空表、导入、查看、更正 · registers that packs declare",
        True,
    ),
    "link": Command(
        "huigong.portals.cli.link", "两份名册里谁是同一个人 · who is the same person in two files"
    ),
    "duplicates": Command(
        "huigong.portals.cli.duplicates", "查找登记了两次的人 · who may stand in the register twice", True
    ),
    "whatif": Command(
        "huigong.portals.cli.whatif", "改了以后谁得谁失、花多少 · what a change would give, take and cost"
    ),
    "earn": Command("huigong.portals.cli.earn", "一个月的活该发多少工资 · what a month of work earns"),
    "liability": Command("huigong.portals.cli.liability", "欠薪由谁付 · who must pay wages that are owed"),
    "reconcile": Command(
        "huigong.portals.cli.reconcile", "核对一个月的工资和考勤 · reconcile a month of wages"
    ),
    "payroll": Command(
        "huigong.portals.cli.payroll",
        "工资表做成银行代发文件，读银行回单 · a payroll for the bank, and its answer",
        True,
    ),
    "filing": Command(
        "huigong.portals.cli.filing",
        "一份资料做成各平台的文件，再读回来 · tables to the files of platforms, and back",
        True,
    ),
    "funds": Command(
        "huigong.portals.cli.funds", "资金：预算、付款、银行文件 · money: budgets, payments, bank files", True
    ),
    "obligations": Command(
        "huigong.portals.cli.obligations",
        "一次次到期要办的事：推算、外出带单、交单 · what is owed again and again",
        True,
    ),
    "pack": Command(
        "huigong.portals.cli.pack",
        "检查、新建、锁定政策资料包 · check packs, begin one, lock its ids",
        True,  # folders register their checks with Django
    ),
    "set-up": Command(
        "huigong.portals.cli.set_up", "建库、收集静态文件 · prepare database and static files", True
    ),
    "account": Command(
        "huigong.portals.cli.account", "开通、停用工作账号，分配角色 · officials' accounts and roles", True
    ),
    "serve": Command("huigong.portals.cli.serve", "启动网站 · serve the portals", True),
    "sweep": Command(
        "huigong.portals.cli.sweep", "到期处理、重算期限 · apply expiries, recompute due dates", True
    ),
    "routines": Command(
        "huigong.portals.cli.routines", "按时做例行任务 · run the routines by the clock", True
    ),
    "audit": Command(
        "huigong.portals.cli.audit",
        "封存、公布、核验审计记录 · seal, publish and verify the audit trail",
        True,
    ),
    "verify": Command(
        "huigong.portals.cli.verify", "离线核验带走的 PDF、JSON、二维码 · verify what was signed, offline"
    ),
    "offers": Command(
        "huigong.portals.cli.offers",
        "登记名额，一轮一轮地分 · offers with limited places, given in rounds",
        True,
    ),
    "allocation": Command(
        "huigong.portals.cli.allocation", "核验公布的名额分配结果 · verify who got which place"
    ),
    "migrations": Command(
        "huigong.portals.cli.migrations", "检查模型与迁移一致 · models and migrations agree", True
    ),
    "backup": Command(
        "huigong.portals.cli.backing_up",
        "把数据备份成一个加密文件 · back up everything in one sealed file",
        True,
    ),
    "restore": Command(
        "huigong.portals.cli.restoring", "把备份恢复到新文件夹 · restore a backup into a new folder"
    ),
    "retention": Command(
        "huigong.portals.cli.retention", "什么留多久、多少到期了 · what is kept how long", True
    ),
    "erase": Command("huigong.portals.cli.erase", "删去保存期限已过的 · erase what is over", True),
    "reseal": Command(
        "huigong.portals.cli.reseal", "换密钥后重新加密 · seal anew after a change of key", True
    ),
}


def usage(commands: Mapping[str, Command]) -> str:
    width = max(map(len, commands))
    rows = [f"  huigong {name.ljust(width)}  {command.says}" for name, command in commands.items()]
    return "\n".join(["Huigong 惠工", *rows, "", "huigong 命令 --help 有详细说明"])


def prepare_django() -> None:
    import django

    os.umask(0o077)  # database, keys and codes are the owner's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
    django.setup()


def main(argv: list[str] | None = None, *, commands: Mapping[str, Command] = COMMANDS) -> int:
    with plain.guarded():
        return _run(argv, commands)


def _run(argv: list[str] | None, commands: Mapping[str, Command]) -> int:
    words = sys.argv[1:] if argv is None else argv
    # Nearly everything that is made while packs are read stays: looking for what may go after each 700 new things,
    # as Python does, takes a fifth of the time.
    gc.set_threshold(20_000, 20, 20)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage(commands))
        return 0
    command = commands.get(words[0])
    if command is None:
        print(f"没有“{words[0]}”这个命令。\n\n{usage(commands)}", file=sys.stderr)
        return 2
    try:
        if command.needs_database:
            prepare_django()
        module = importlib.import_module(command.module)
        return int(roomy(module.run)(words[1:]))
    except DomainError as error:
        print(shown(str(error)), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # `huigong read … | head` closed the pipe; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
