"""`huigong restore FILE --into FOLDER`: opens a backup into a new folder, whole or not at all.

What is there is compared with what the backup says. Nothing in use is touched: put the keys into the
folder, set HUIGONG_DATA to it, run `huigong set-up` and `huigong audit verify`, and serve.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from huigong.portals.cli.main import prepare_django


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="huigong restore", description=__doc__)
    parser.add_argument("source", type=Path, help="备份文件")
    parser.add_argument("--into", type=Path, required=True, help="恢复到哪个新文件夹")
    words = parser.parse_args(argv)
    with TemporaryDirectory(prefix="huigong-") as apart:
        # On a machine that has no data folder yet, the keys that settings make belong to nobody.
        os.environ.setdefault("HUIGONG_DATA", apart)
        return restore(words.source, words.into)


def restore(source: Path, into: Path) -> int:
    prepare_django()
    from huigong.files import backup

    held = backup.restore(source, into=into)
    print(
        f"恢复到 {into}，逐项核对无误：{held.at} 的备份，{len(held.rows)} 张表 {sum(held.rows.values())} 行，"
        f"文件 {held.files} 个，本地政策文件 {held.packs} 个。"
    )
    if held.database == backup.DUMP:
        print(f"数据库请用 pg_restore --dbname=新库 {into / backup.DUMP} 装入一个空库。")
    print("接下来：放好密钥，把 HUIGONG_DATA 设成这个文件夹，运行 huigong set-up 和 huigong audit verify。")
    return 0
