"""Policy packs with every national service several times over, each with a condition of its own."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from huigong.kernel import packs

_ASKED_ANYWAY = (
    "离开户籍地",
    "在本地居住或务工",
    "合法稳定就业",
    "合法稳定住所",
    "持有居住证",
    "有随迁子女",
    "灵活就业",
)
_OF_THE_FORM = ("evidence", "unasked")
_CONDITIONS = [list(names) for many in (2, 3) for names in combinations(_ASKED_ANYWAY, many)]


def crowd(folder: Path, *, times: int) -> None:
    """Writes the installed packs to `folder`, with `times` as many services."""
    shutil.copytree(packs.folder(), folder)
    for path in sorted(folder.glob("100000/*/services/*.yaml")):
        service = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "adopts" in service or service.get("inherits"):
            continue
        for number in range(1, times):
            copy = path.with_name(f"{path.stem}-again-{number}.yaml")
            text = yaml.safe_dump(again(service, number), allow_unicode=True, sort_keys=False)
            copy.write_text(text, encoding="utf-8")


def again(service: dict[str, Any], number: int) -> dict[str, Any]:
    """The same service under another name, for those of whom one of two or three more things is true."""
    rule = service["rule"]
    conditions = rule["全部"] if isinstance(rule, dict) and set(rule) == {"全部"} else rule
    conditions = conditions if isinstance(conditions, list) else [conditions]
    more = {"任一": _CONDITIONS[number % len(_CONDITIONS)]}
    return {
        **{key: held for key, held in service.items() if key not in _OF_THE_FORM},
        "id": f"{service['id']}-again-{number}",
        "name": f"{service['name']}（{number}）",
        "rule": {"全部": [*conditions, more]},
        "evidence": [_without_form(paper) for paper in service.get("evidence", ())],
    }


def _without_form(paper: dict[str, Any]) -> dict[str, Any]:
    """A paper as it is asked for where nobody fills in a form: no form names the copy."""
    return {key: held for key, held in paper.items() if key not in ("by_form", "field")}
