"""Small packs written for a test: a folder with facts, one nation, one province, one city."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

from huigong.catalogue.examples import Example, read_examples
from huigong.kernel.packs import Report

NATION, PROVINCE, CITY = "100000", "210000", "210700"
TODAY = date(2026, 11, 21)

FACTS = """
    持证: {type: bool, question: 您有证吗？, phrase: 您有证, not_phrase: 您没有证}
    来的日期: {type: date, question: 您哪天来的？}
    住满月数: {type: int, measure: 月, question: 您住满几个月了？, derived: "满月数(来的日期, 判定日期)"}
    人数: {type: int, measure: 人, question: 招了几个人？, phrase: 招的人数}
    监护人.持证: {type: bool, question: 监护人有证吗？, phrase: 监护人有证, not_phrase: 监护人没有证}
    性别: {type: enum, values: [男, 女], question: 您的性别？}
    备注: {type: text, question: 备注写的是什么？}
"""
PLACES = """
    places:
      residence: {words: 现在住的地方, here: true, verified: false}
      pooling-medical: {words: 参加医疗保险的地方, facts: [医保参保地], verified: false}
"""
SERVICE = """
    id: help
    name: 帮助
    summary: 一句话说明
    for_whom: 需要帮助的人
    system: S2
    kind: benefit
    clauses: ["#第一条"]
    rule: 持证
    lead: {line: hrss, level: county, place: residence, verified: false}
    result: 得到帮助
    charge: 免费
    refused: 请写明理由
    valid_from: 2020-01-01
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    """`folder` with facts, a kind of place and these files, each below `<region>/<document>/`."""
    for name, text in {"facts.yaml": FACTS, "places.yaml": PLACES, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def service(**changes: str) -> str:
    """The text of a service with some lines changed; an empty text leaves the field out."""
    lines = dict(line.split(": ", 1) for line in dedent(SERVICE).strip().splitlines())
    lines.update(changes)
    return "\n".join(f"{key}: {value}" for key, value in lines.items() if value) + "\n"


def load_examples(folder: Path) -> tuple[Example, ...]:
    """Every example of the packs in a folder; raises `PackError` for any that cannot be read."""
    report = Report()
    examples = read_examples(folder, report)
    report.refuse()
    return examples
