"""`huigong sweep`: runs the nightly routine now, for an external scheduler."""

from __future__ import annotations

import argparse

_TOLD = {
    "expired": "到期处理 {} 件。",
    "recomputed": "重算期限 {} 个。",
    "told": "告知超期 {} 件。",
    "ahead": "提前告知快到期的 {} 件。",
    "acting_ended": "到期结束的代办授权 {} 条。",
    "agents_left": "不能再代办、退出办件的代办人 {} 人次。",
}


def run(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="huigong sweep", description=__doc__).parse_args(argv)
    from huigong.portals.cli.routines import sweep

    swept = sweep()
    done, failed = swept.done, swept.failed
    for name, words in _TOLD.items():
        if name in done:
            print(words.format(done[name]))
    if done.get("files_lost"):
        print(f"有 {done['files_lost']} 个文件的内容不见了，编号在日志里；请从备份恢复。")
    if failed:
        print(f"没有做成的：{'、'.join(failed)}。原因在日志里，改好后再运行一次；其他的都已做完。")
    return 1 if failed or done.get("files_lost") else 0
