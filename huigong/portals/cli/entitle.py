"""`huigong entitle --region 220000 --on 2016-06-01 --facts person.yaml`: what a person is entitled to, and why.

The facts file holds Chinese fact names, `居住月数: 4`; what is left out is not
known. Works without a database. Exit code 0, or 2 where the input was wrong.

`--json` prints one object in the shape of `catalogue.telling.answers_as_json`; `--language en` says its texts in
English, what has no translation in Chinese.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.table import Table

from huigong.catalogue.answers import Answer
from huigong.catalogue.citations import cite
from huigong.catalogue.screening import entitle, next_question
from huigong.catalogue.services import Applicant, Catalogue, catalogue
from huigong.catalogue.telling import answers_as_json
from huigong.kernel import days, packs, regions
from huigong.kernel.errors import Invalid, NotFound
from huigong.portals.cli import languages, plain
from huigong.portals.cli.today import today
from huigong.rules.values import Answer as Known

GROUPS = {
    "yes": ("可以享受", "green"),
    "unknown": ("还不清楚，可能可以", "yellow"),
    "held": ("已经有了，不用再申请", "cyan"),
    "no": ("现在还不行", "dim"),
}


def _standing(code: str, on: date) -> regions.Region:
    """The region of the code on the day. Raises `DomainError` (`regions.unknown`, `entitle.place_gone`)."""
    place = regions.find(code, on=on)
    if place.valid_until is None or place.valid_until >= on:
        return place
    heirs = [f"{each.code} {each.full_name}" for each in regions.current(code, on=on)]
    raise Invalid(
        code="entitle.place_gone",
        what=f"{place.full_name}（{code}）在{on.isoformat()}已经撤销了",
        do=f"请写那天的代码：{'、'.join(heirs)}" if heirs else "请写那天的代码",
    )


def run(argv: list[str]) -> int:
    """Prints the answers; raises `DomainError`, which the command shows and turns into exit code 2."""
    asked = _parser().parse_args(argv)
    on = days.read(asked.on)
    place = _standing(asked.region, on)
    known = catalogue()
    values = read_facts(Path(asked.facts), known, on=max(on, today()))
    applicant = Applicant.EMPLOYER if asked.employer else Applicant.PERSON
    answers = entitle(
        catalogue=known, region=place.code, on=on, values=values, applicant=applicant, unverified=asked.all
    )
    question = next_question(known, place.code, on, values, applicant=applicant, unverified=asked.all)
    if asked.json:
        shown = answers_as_json(answers, region=place, on=on, question=question)
        said = languages.speaker(asked.language).throughout(shown) if asked.language else shown
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    console = plain.console()
    console.print(f"[bold]{place.name}[/]　{on.isoformat()}　共 {len(answers)} 项")
    for verdict in GROUPS:
        _print_group(console, verdict, [answer for answer in answers if answer.verdict == verdict])
    if question is not None:
        console.print(f"再问一句最有用：{plain.escape(question.question)}（事实名称：{question.name}）")
    return 0


def read_facts(path: Path, known: Catalogue, *, on: date) -> dict[str, Known]:
    """The typed facts of a YAML file as they can be by `on`; raises `DomainError` naming the line, fact and the way to write it."""
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
    return known.facts.parse_values(content, today=on)


def _print_group(console: Console, verdict: str, answers: list[Answer]) -> None:
    if not answers:
        return
    title, colour = GROUPS[verdict]
    table = Table(
        title=f"{title}（{len(answers)}）", title_style=f"bold {colour}", title_justify="left", expand=True
    )
    for heading, ratio in (("事项", 3), ("为什么", 5), ("金额、还差什么", 4), ("去哪里、多久", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for answer in answers:
        table.add_row(*(plain.escape(cell) for cell in _cells(answer)))
    console.print(table)


def _cells(answer: Answer) -> tuple[str, str, str, str]:
    mark = "" if answer.service.verified else "\n【未核实】"
    citations = dict.fromkeys(cite(reason.clause) for reason in answer.reasons if reason.clause)
    why = [*(reason.plain for reason in answer.reasons), *(f"  依据{citation}" for citation in citations)]
    asked = "、".join(fact.name for fact in answer.missing if fact.question)
    more = [answer.amount_text, f"要问清：{asked}" if asked else "", answer.nearest or ""]
    more += [f"可以先做：{step}" for step in answer.steps]
    place = answer.where.names
    refused = f"不给办：{''.join(answer.refused)}" if answer.answer is not False else ""
    return (
        f"{answer.service.name}{mark}",
        "\n".join(why),
        "\n".join(
            part
            for part in (*more, answer.service.too_late if answer.gone_by else "", *answer.service.caution)
            if part
        ),
        "\n".join(part for part in (place, *answer.answer_by, refused) if part),
    )


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
    parser.add_argument("--region", required=True, help="六位行政区划代码")
    parser.add_argument("--on", default=today().isoformat(), help="哪一天，如 2016-06-01；不写是今天")
    parser.add_argument("--facts", required=True, help="写着事实的 YAML 文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--language", default="", help="JSON 里的话用哪种语言，如 en；不写是中文")
    parser.add_argument("--all", action="store_true", help="连未核实的版本一起看，并标明")
    parser.add_argument("--employer", action="store_true", help="看用人单位能享受什么")
    return parser
