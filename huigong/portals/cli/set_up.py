"""`huigong set-up`: create or upgrade the tables and gather the static files. Safe to repeat."""

from __future__ import annotations

import argparse
import io

from django.core.management import call_command

from huigong.audit.resealing import require_own_key
from huigong.portals.shared.second_factors import seal_all


def run(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="huigong set-up", description=__doc__).parse_args(argv)
    call_command("check", stdout=io.StringIO())  # says nothing unless something is wrong
    call_command("migrate", interactive=False, verbosity=0)
    require_own_key()
    seal_all()
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    print("数据库和静态文件已就绪。")
    return 0
