"""What `huigong funds` is told: its verbs, what stands after each, and the options that each needs."""

from __future__ import annotations

import argparse

_TAKES: dict[str, tuple[str, str]] = {
    # verb → what stands after it, and the options that it needs
    "open": ("", "fund office source purpose"),
    "grant": ("line amount", "paper"),
    "withdraw": ("line amount", "paper"),
    "transfer": ("line amount", "into reason"),
    "decide": ("transfer", ""),
    "close": ("line", ""),
    "accounts": ("file", "office"),
    "verify": ("file", ""),
    "deposits": ("line file", ""),
    "ended": ("deposit", "day"),
    "held": ("line", ""),
    "reserve": ("line file", ""),
    "commit": ("line", ""),
    "release": ("payment", "reason"),
    "make": ("line", "profile"),
    "approve": ("batch", "digest"),
    "fetch": ("batch", "out"),
    "send": ("batch", ""),
    "drop": ("batch", "reason"),
    "return": ("file", "office profile"),
    "resolve": ("payment", "outcome day proof"),
    "recover": ("payment", "reason"),
    "recovered": ("recovery amount", "paper"),
    "owed": ("", ""),
    "lines": ("", ""),
    "batches": ("line", ""),
    "payments": ("line", ""),
    "history": ("payment", ""),
    "check": ("", ""),
}


def parser(description: str) -> argparse.ArgumentParser:
    """Every verb with what stands after it and its options."""
    made = argparse.ArgumentParser(
        prog="huigong funds", description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = made.add_subparsers(dest="verb", required=True, metavar="|".join(_TAKES))
    for verb, (places, options) in _TAKES.items():
        each = verbs.add_parser(verb)
        for place in places.split():
            each.add_argument(place)
        for option in options.split():
            each.add_argument(f"--{option}", required=True)
        each.add_argument("--as", dest="by", required=True, metavar="USER", help="由谁办，工作账号的用户名")
        if verb == "open":
            for option in ("payer-name", "payer-account", "payer-bank"):
                each.add_argument(f"--{option}", default="")
        if verb in ("open", "lines"):
            each.add_argument("--year", type=int, help="年度；代管资金不写")
        if verb == "commit":
            each.add_argument("--seen", default="", help="看过的那些付款的摘要；不写就列出等核准的")
        if verb == "close":
            each.add_argument("--into", default="", help="转到哪个项目")
        if verb == "decide":
            each.add_argument("--refuse", action="store_true", help="不批准")
        if verb == "drop":
            each.add_argument("--proof", default="", help="文件已经取走的，银行没有执行的凭据")
        if verb == "return":
            each.add_argument("--day", default="", help="回单没有写日期的行是哪一天")
        if verb == "recover":
            each.add_argument("instalments", nargs="+", metavar="2026-12-01=500", help="哪天还多少元")
    return made
