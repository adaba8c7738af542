"""`huigong walk http://127.0.0.1:8000`: the main job over HTTP, as a worker and two officers do it.

Questions → entitled to a residence permit → apply → the police office decides in
time → the outcome is known and stands on the duty board. Runs against a county
that `huigong county` made, with HUIGONG_SMS=file, and each time as a new
person who does not exist. Exit code 0, 1 where a step saw something else, 2 where
it could not begin.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from huigong.demo import walk_desk, walk_worker
from huigong.demo.visitor import Unexpected
from huigong.demo.walk_story import Walk
from huigong.kernel.errors import NotFound
from huigong.messages.sms import CODE, code_file

STEPS: tuple[tuple[str, Callable[[Walk], str]], ...] = (
    ("务工人员打开首页", walk_worker.open_home),
    ("选地方", walk_worker.choose_place),
    ("回答问题", walk_worker.answer_questions),
    ("看结果", walk_worker.see_results),
    ("看这一项", walk_worker.see_service),
    ("填申领表", walk_worker.fill_in),
    ("用手机登录", walk_worker.log_in),
    ("登记本人", walk_worker.register),
    ("到窗口核对身份", walk_desk.see_card),
    ("提交申请，拿到回执", walk_worker.apply),
    ("农民工办看职责看板", walk_desk.count_before),
    ("公安局在任务里找到", walk_desk.find_task),
    ("受理", walk_desk.accept),
    ("同意", walk_desk.approve),
    ("务工人员看到决定", walk_worker.see_decision),
    ("结果成为事实", walk_worker.is_known),
    ("看板多了一件", walk_desk.count_after),
    ("打开政策库里的文件", walk_desk.open_document),
)


def take(walk: Walk, *, say: Callable[[str], None]) -> None:
    """Every step in order, a line each. Raises `Unexpected` at the first that saw something else."""
    for name, step in STEPS:
        began = time.monotonic()
        try:
            seen = step(walk)
        except Unexpected:
            say(f"✗ {name}")
            raise
        say(f"✓ {name}：{seen}（{round((time.monotonic() - began) * 1000)} ms）")


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="huigong walk", description="沿主流程走一遍：申请、决定、看板。")
    parser.add_argument("address", help="本机上正在运行的网站，例如 http://127.0.0.1:8000")
    parser.add_argument("--data", default=os.environ.get("HUIGONG_DATA", "var/demo"), help="网站的数据目录")
    asked = parser.parse_args(argv)
    began = time.monotonic()
    try:
        walk = Walk(
            asked.address,
            password=password_in(Path(asked.data)),
            code_for=lambda phone, template: code_in(Path(asked.data) / "codes", phone, template),
        )
        take(walk, say=lambda line: print(line, flush=True))
    except Unexpected as error:
        print(f"  应当看到：{error.expected}\n  实际看到：{error.came}", file=sys.stderr)
        return 1
    print(f"走完了，用时 {time.monotonic() - began:.1f} 秒。")
    return 0


def password_in(data: Path) -> str:
    """The officers' password; raises `DomainError` where no county was loaded."""
    path = data / "county-password.txt"
    if not path.is_file():
        raise NotFound(
            "walk.no_county",
            what=f"在 {data} 里没有找到虚构的县",
            do="请先运行 huigong county，并用 --data 指明同一个数据目录",
        )
    return path.read_text().strip()


def code_in(folder: Path, phone: str, template: str = CODE) -> str:
    """The newest code sent to a phone by this text; raises `Unexpected` where codes do not go to files."""
    path = code_file(folder, phone, template=template) if folder.is_dir() else None
    code = re.search(r"\d{6}", path.read_text(encoding="utf-8")) if path and path.is_file() else None
    if code is None:
        raise Unexpected(f"{folder} 里有这个手机号的验证码", "没有；启动网站时请设 HUIGONG_SMS=file")
    return code.group()
