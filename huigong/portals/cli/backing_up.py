"""`huigong backup FILE`: the database, the files, the local packs and the published heads in one sealed file.

It runs while the portals serve. The file opens with the sealing key and with nothing else; the keys
are not inside, keep them apart. `huigong restore` opens it into a new folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils import timezone

from huigong.directory.principals import SYSTEM
from huigong.files import backup


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="huigong backup", description=__doc__)
    parser.add_argument("out", type=Path, help="备份写到哪个文件")
    out = parser.parse_args(argv).out
    copy = backup.make(out, by=SYSTEM, now=timezone.now())
    print(
        f"备份好了：{out}，{out.stat().st_size:,} 字节；数据库 {copy.database}，"
        f"上传的文件 {copy.files} 个，本地政策文件 {copy.packs} 个。"
    )
    print("里面没有密钥。请把 sealing.key、audit.key、signing.key 另外存在别处：没有第一把，这个备份打不开。")
    return 0
