"""`huigong audit`: walk the audit chain from its first event and say whether it is whole."""

from __future__ import annotations

import argparse

from huigong.audit.queries import verify_chain


def run(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="huigong audit", description=__doc__).parse_args(argv)
    report = verify_chain()
    if report.ok:
        print(f"审计链完整，共 {report.checked} 条。")
        return 0
    print(f"审计链在第 {report.first_broken} 条断开：之后的记录不可信，请停止写入并保全数据。")
    return 1
