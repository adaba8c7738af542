"""`huigong sweep`: runs the nightly routine now, for an external scheduler."""

from __future__ import annotations

import argparse


def run(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="huigong sweep", description=__doc__).parse_args(argv)
    from huigong.portals.cli.routines import sweep

    done = sweep()
    print(f"到期处理 {done['expired']} 件，重算期限 {done['recomputed']} 个，告知超期 {done['told']} 件，")
    print(f"提前告知快到期的 {done['ahead']} 件。")
    if done["files_lost"]:
        print(f"有 {done['files_lost']} 个文件的内容不见了，编号在日志里；请从备份恢复。")
        return 1
    return 0
