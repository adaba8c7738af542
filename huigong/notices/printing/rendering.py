"""Hands letters to the typesetter and takes what it has made."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huigong.kernel.errors import Unavailable
from huigong.kernel.turns import Turns
from huigong.notices.letters import Letter
from huigong.notices.printing.fonts import require_printable
from huigong.notices.printing.where import font_folders, memory
from huigong.notices.texts import clean

_TO_START, _A_LETTER = 20.0, 2.0  # seconds: some hundred times what is usual
# Started by its path: as a module of ours it would load the packages around it first, which takes four times as long.
_PROGRAM = Path(__file__).with_name("typesetter.py")
_turns = Turns(patience=10)  # a typesetter may take two gigabytes


def render(letters: Sequence[Letter], *, within: float = 0) -> list[bytes]:
    """The PDF of each letter, all from one process; the same letter gives the same bytes.

    `within` bounds the time in seconds (0: by their number).
    Raises `Unavailable`: `notice.glyphs`, `notice.too_long`, `notice.not_printed`, and `notice.busy`
    where others wait for the typesetter already.
    """
    require_printable(clean(text) for letter in letters for text in letter.texts())
    if not letters:
        return []
    asked = {
        "fonts": [str(folder) for folder in font_folders() if folder.is_dir()],
        "memory": memory(),
        "letters": [_plain(letter) for letter in letters],
    }
    with _turns.turn(_busy):
        answer = _run(
            json.dumps(asked, ensure_ascii=False).encode(), within or _TO_START + _A_LETTER * len(letters)
        )
    return list(_parts(answer, len(letters)))


def _run(asked: bytes, seconds: float) -> bytes:
    try:
        process = subprocess.run(
            [sys.executable, "-P", str(_PROGRAM)],
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable(
            code="notice.too_long",
            what="文书排版超过了时限，没有发出",
            why=f"{seconds:.0f}秒还没有排完",
            do="请看内容是不是特别长；还不行，请联系管理员",
        ) from error
    if process.returncode:
        raise _not_printed(process.stderr.decode(errors="replace").strip().splitlines()[-1:])
    return process.stdout


def _busy() -> Unavailable:
    return Unavailable(
        code="notice.busy",
        what="现在排版的人多，没有轮到您",
        why="文书要一份一份排，不是您的内容有问题",
        do="请过一分钟再试一次",
    )


def _parts(answer: bytes, count: int) -> Iterable[bytes]:
    """`{"size": n}` and so many bytes for each letter, or `{"error": "…"}`."""
    at = 0
    for _ in range(count):
        end = answer.find(b"\n", at)
        if end < 0:
            raise _not_printed(["the typesetter stopped"])
        head = json.loads(answer[at:end])
        if "error" in head:
            raise _not_printed([head["error"]])
        at = end + 1 + head["size"]
        yield answer[end + 1 : at]


def _not_printed(said: Iterable[str]) -> Unavailable:
    return Unavailable(
        code="notice.not_printed",
        what="文书排不出来，没有发出",
        why="；".join(line[:200] for line in said) or "排版程序意外停止，多半是内存不够",
        do="请联系管理员；没有占用文号，可以再试",
    )


def _plain(value: Any) -> Any:
    """A letter as JSON; pictures as base64, days as numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        own = {name: getattr(value, name) for name in value.__dataclass_fields__}
        return {"kind": type(value).__name__.lower(), **{name: _plain(each) for name, each in own.items()}}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):
        return [value.year, value.month, value.day]
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return clean(value) if isinstance(value, str) else value
