"""`huigong entitle --region 220000 --on 2016-06-01 --facts person.yaml`: what a person is entitled to, and why.

The facts file holds Chinese fact names, `居住月数: 4`; what is left out is not
known. Works without a database. Exit code 0, or 2 where the input was wrong.

`--json` prints one object:

    {"region": "220000", "region_name": "吉林省", "on": "2016-06-01",
     "services": [{
        "id", "name", "summary", "system", "kind", "verified", "caution",
        "answer": "yes" | "no" | "unknown",
        "reasons": [{"text", "plain", "answer", "clause", "citation"}],
        "clauses": [{"ref", "citation"}],
        "amount_fen": 960000 | null, "amount_text",
        "missing": [{"fact", "question"}],
        "evidence": [{"name", "by_sharing"}],
        "where": {"office", "name", "verified"} | null,
        "answer_by", "limits": [{"kind", "length", "measure", "text", "article", "verified"}],
        "nearest": "再过2个月，…" | null, "charge", "if_refused"}],
     "next_question": {"fact", "question"} | null}
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from huigong.catalogue.citations import cite
from huigong.catalogue.screening import Answer, entitle, next_question
from huigong.catalogue.services import Applicant, Catalogue, catalogue
from huigong.kernel import packs, regions
from huigong.kernel.errors import Invalid, NotFound
from huigong.rules.values import UNKNOWN
from huigong.rules.values import Answer as Known

GROUPS = {
    "yes": ("可以享受", "green"),
    "unknown": ("还不清楚，可能可以", "yellow"),
    "no": ("现在还不行", "dim"),
}


def run(argv: list[str]) -> int:
    """Prints the answers; raises `DomainError`, which the command shows and turns into exit code 2."""
    asked = _parser().parse_args(argv)
    place, on = regions.find(asked.region), _day(asked.on)
    known = catalogue()
    values = read_facts(Path(asked.facts), known)
    applicant = Applicant.EMPLOYER if asked.employer else Applicant.PERSON
    answers = entitle(
        catalogue=known, region=place.code, on=on, values=values, applicant=applicant, unverified=asked.all
    )
    question = next_question(known, place.code, on, values, applicant=applicant, unverified=asked.all)
    head = {"region": place.code, "region_name": place.name, "on": on.isoformat()}
    if asked.json:
        said = {"fact": question.name, "question": question.question} if question else None
        shown = {**head, "services": [as_dict(one) for one in answers], "next_question": said}
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"[bold]{place.name}[/]　{on.isoformat()}　共 {len(answers)} 项")
    for verdict in GROUPS:
        _print_group(console, verdict, [one for one in answers if one.verdict == verdict])
    if question is not None:
        console.print(f"再问一句最有用：{escape(question.question)}（事实名称：{question.name}）")
    return 0


def read_facts(path: Path, known: Catalogue) -> dict[str, Known]:
    """The typed facts of a YAML file; raises `DomainError` naming the line, fact and the way to write it."""
    if not path.is_file():
        raise NotFound(
            "entitle.no_file", what=f"找不到文件“{path}”", do="请写对路径，例如 --facts person.yaml"
        )
    content = packs.load_file(path)
    if content is None:
        return {}
    if not isinstance(content, Mapping):
        raise Invalid(
            "entitle.not_facts", what=f"“{path}”读不懂", do="每行写一个“事实名称: 值”，例如“居住月数: 4”"
        )
    return known.facts.parse_values(content)


def as_dict(one: Answer) -> dict[str, Any]:
    """The JSON of one answer, in the shape of the module's docstring."""
    service = one.service
    office = one.where
    return {
        **{
            key: getattr(service, key)
            for key in ("id", "name", "summary", "system", "kind", "verified", "caution")
        },
        "answer": one.verdict,
        "reasons": [
            {
                "text": reason.text,
                "plain": reason.plain,
                "answer": "unknown" if reason.answer is UNKNOWN else "yes" if reason.answer else "no",
                "clause": reason.clause,
                "citation": cite(reason.clause) if reason.clause else "",
            }
            for reason in one.reasons
        ],
        "clauses": [{"ref": clause, "citation": cite(clause)} for clause in service.clauses],
        "amount_fen": one.amount_fen,
        "amount_text": one.amount_text,
        "missing": [{"fact": fact.name, "question": fact.question} for fact in one.missing],
        "evidence": [{"name": need.name, "by_sharing": need.by_sharing} for need in service.evidence],
        "where": None
        if office is None
        else {"office": office.id, "name": office.name, "verified": office.verified},
        "answer_by": one.answer_by,
        "limits": [
            {
                "kind": limit.kind,
                "length": limit.limit.length,
                "measure": limit.limit.measure,
                "text": limit.text,
                "article": limit.limit.article,
                "verified": limit.limit.verified,
            }
            for limit in service.limits
        ],
        "nearest": one.nearest,
        "charge": service.charge,
        "if_refused": one.refused,
    }


def _print_group(console: Console, verdict: str, answers: list[Answer]) -> None:
    if not answers:
        return
    title, colour = GROUPS[verdict]
    table = Table(
        title=f"{title}（{len(answers)}）", title_style=f"bold {colour}", title_justify="left", expand=True
    )
    for heading, ratio in (("事项", 3), ("为什么", 5), ("金额、还差什么", 4), ("去哪里、多久", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for one in answers:
        table.add_row(*(escape(cell) for cell in _cells(one)))
    console.print(table)


def _cells(one: Answer) -> tuple[str, str, str, str]:
    mark = "" if one.service.verified else "\n【未核实】"
    citations = dict.fromkeys(cite(reason.clause) for reason in one.reasons if reason.clause)
    why = [*(reason.plain for reason in one.reasons), *(f"  依据{citation}" for citation in citations)]
    more = [one.amount_text, f"要问清：{'、'.join(fact.name for fact in one.missing)}" if one.missing else ""]
    place = one.where.name if one.where else "部门名录里还没有，请到任意窗口，由窗口转办"
    refused = f"不给办：{one.refused}" if one.answer is not False else ""
    return (
        f"{one.service.name}{mark}",
        "\n".join(why),
        "\n".join(part for part in (*more, one.nearest or "", one.service.caution) if part),
        "\n".join(part for part in (place, one.answer_by, refused) if part),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "entitle.bad_date", what=f"“{text}”不是日期", do="请写成 2016-06-01 这样的日期"
        ) from None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Invalid(
            "entitle.arguments",
            what="命令没有写对",
            why=message,
            do="至少要写 --region 地区代码 和 --facts 事实文件；huigong entitle --help 有详细说明",
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="huigong entitle", description="一个人在一地、某一天能享受什么，为什么")
    parser.add_argument("--region", required=True, help="行政区划代码，如 220000")
    parser.add_argument("--on", default=date.today().isoformat(), help="哪一天，如 2016-06-01；不写是今天")
    parser.add_argument("--facts", required=True, help="写着事实的 YAML 文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--all", action="store_true", help="连未核实的版本一起看，并标明")
    parser.add_argument("--employer", action="store_true", help="看用人单位能享受什么")
    return parser
