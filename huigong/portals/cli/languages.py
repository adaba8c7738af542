"""`huigong pack languages` says how far each language has come; `--write` brings its catalogues up to date.

    huigong pack languages              what is missing or stale, language by language
    huigong pack languages en --write   also adds new texts to `policies/languages/en/*.po` and drops old ones

A text that changed takes its old translation along as a proposal (`fuzzy`), which is not shown until somebody
has read it. A new language begins with `--write` under its code; from the next start the pages offer it.
With `--json`, one object a language and domain:

    [{"language": "en", "domain": "questions", "total": 1568, "done": 1568, "missing": [], "stale": []}]
"""

from __future__ import annotations

import argparse
import gettext
import json
from pathlib import Path
from typing import Any

from huigong.kernel import packs
from huigong.kernel.errors import NotFound
from huigong.policy.languages import Report, Speaker, brought_up_to_date, codes, report

_LOCALE = packs.PACKAGE / "portals" / "locale"


def add_to(verbs: argparse._SubParsersAction[Any]) -> None:
    """The words of the command."""
    verb = verbs.add_parser("languages", help="各种语言的译文：缺哪些，哪些因为中文改了要重看")
    verb.add_argument("codes", nargs="*", metavar="语言", help="例如 en；不写就是已经有的各种语言")
    verb.add_argument("--write", action="store_true", help="把译文文件补齐：新的加上，没有了的删去")
    verb.add_argument("--json", action="store_true", help="输出 JSON")


def run(asked: argparse.Namespace) -> int:
    """The exit code: 0 when nothing is missing or stale."""
    folder = packs.folder()
    asked_for = asked.codes or codes(folder)
    if asked.write:
        for code in asked_for:
            brought_up_to_date(folder, code)
    rows = [row for code in asked_for for row in report(folder, code)]
    print(_json(rows) if asked.json else "\n".join(line for row in rows for line in _lines(row)))
    return int(any(row.missing or row.stale for row in rows))


def speaker(code: str) -> Speaker:
    """Says JSON in a language, without Django; raises `NotFound` for one without catalogues."""
    known = codes(packs.folder())
    if code not in known:
        raise NotFound(
            "languages.unknown",
            what=f"没有“{code[:20]}”这种语言的译文",
            do=f"可以写的有：{'、'.join(known)}",
        )
    fixed = gettext.translation("django", localedir=_LOCALE, languages=[code], fallback=True)

    def say(text: str, count: int) -> str:
        counted = fixed.ngettext(text, text, count)
        return fixed.gettext(text) if counted == text else counted

    return Speaker(code, say)


def summary(folder: Path) -> list[str]:
    """A line a language for the end of a check: `译文 en：3965 条里有 3965 条`."""
    lines = []
    for code in codes(folder):
        rows = report(folder, code)
        ready, total = sum(row.done for row in rows), sum(row.total for row in rows)
        left = "" if ready == total else "，缺的、过时的看 huigong pack languages"
        lines.append(f"译文 {code}：{total} 条里有 {ready} 条{left}")
    return lines


def _lines(row: Report) -> list[str]:
    head = f"{row.code} {row.domain}：{row.total} 条里有 {row.done} 条"
    missing = [f"  缺译文：{text}" for text in row.missing]
    stale = [f"  中文改过，译文要重看：{text}" for text in row.stale]
    return [head, *missing, *stale]


def _json(rows: list[Report]) -> str:
    told = [
        {
            "language": row.code,
            "domain": row.domain,
            "total": row.total,
            "done": row.done,
            "missing": row.missing,
            "stale": row.stale,
        }
        for row in rows
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)
