"""What a jurist reads of one version before signing: everything that decides, beside its clause, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.citations import cite
from huigong.catalogue.entries import PublicService, ServiceLimit, Silence
from huigong.catalogue.examples import SAID, Example
from huigong.catalogue.places import Whereabouts
from huigong.catalogue.services import Catalogue
from huigong.catalogue.signing import Standing, standing, told
from huigong.directory.offices import OfficeBook, book
from huigong.kernel.regions import find
from huigong.policy.packs import Library, library
from huigong.rules.canonical import expression
from huigong.rules.nodes import Cited, Node, walk
from huigong.rules.render import render, render_plain
from huigong.rules.values import show

_SILENCE = {Silence.DEEMED_ACCEPTED: "逾期不告知，视为受理"}


@dataclass(frozen=True)
class Table:
    """A part of the page: a heading, the names of the columns, and the rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """One version on the day it is looked at, as it is put before a jurist."""

    service: PublicService
    place: str
    on: date
    tables: tuple[Table, ...]
    standing: Standing


def sheet(service: PublicService, *, catalogue: Catalogue, examples: tuple[Example, ...], on: date) -> Sheet:
    """The page of one version, with parameters as they are on that day."""
    known, offices = library(), book()
    worked = [each for each in examples if _is_about(each, service, catalogue)]
    tables = (
        Table(
            "给谁办、什么条件",
            ("条件", "对本人怎么说", "依据"),
            tuple(_conditions(service, catalogue, known, on)),
        ),
        Table(
            "用到的法定数字",
            ("名称", "取值", "起", "止", "依据", "核实"),
            tuple(_parameters(service, catalogue, known)),
        ),
        Table("时限", ("种类", "时限", "依据", "核实"), tuple(_limits(service))),
        Table("责任部门", ("哪一级", "按什么定", "部门", "依据"), tuple(_office(service, offices, known))),
        Table("其他", ("项目", "内容"), tuple(_rest(service, known))),
        Table("示例", ("虚构的人", "日期", "情况", "答案", "刚好够"), tuple(map(_example, worked))),
    )
    place = find(service.region).full_name if service.region != "100000" else "全国"
    return Sheet(
        service, place, on, tuple(table for table in tables if table.rows), standing(service, catalogue)
    )


def _conditions(
    service: PublicService, catalogue: Catalogue, known: Library, on: date
) -> Iterator[tuple[str, ...]]:
    parameters = catalogue.parameters.lookup(service.region, unverified=not service.verified)
    declared = catalogue.parameters.declarations
    for part in service.parts:
        yield (
            render(_bare(part), catalogue.facts, parameters, on, declared=declared),
            render_plain(part, catalogue.facts, parameters, on, declared=declared),
            _cited(part, known),
        )
    if service.holding is not None:
        yield (
            f"已经有了：{render(service.holding, catalogue.facts, parameters, on, declared=declared)}",
            "",
            "",
        )


def _bare(part: Node) -> Node:
    return part.part if isinstance(part, Cited) else part


def _cited(part: Node, known: Library) -> str:
    clauses = dict.fromkeys(node.clause for node in walk(part) if isinstance(node, Cited) and node.clause)
    return "；".join(cite(clause, known) for clause in clauses)


def _parameters(service: PublicService, catalogue: Catalogue, known: Library) -> Iterator[tuple[str, ...]]:
    for name in service.parameters:
        measure = catalogue.parameters.declarations[name].measure
        for value in catalogue.parameters.values.get(name, ()):
            yield (
                name,
                show(value.value, measure),
                value.valid_from.isoformat(),
                value.valid_until.isoformat() if value.valid_until else "",
                cite(value.clause, known),
                "" if value.verified else "未核实",
            )


def _limits(service: PublicService) -> Iterator[tuple[str, ...]]:
    kinds = {"statutory": "法定", "promised": "承诺", "acceptance": "受理"}
    for limit in service.limits:
        articles = filter(None, (limit.limit.article, limit.limit.roll_article))
        yield kinds[limit.kind], _limit(limit), "；".join(articles), "" if limit.limit.verified else "未核实"


def _limit(limit: ServiceLimit) -> str:
    """With what it follows, and what the law makes of silence."""
    more = (
        f"接着“{limit.after}”" if limit.after else "",
        _SILENCE[Silence(limit.limit.on_expiry)] if limit.limit.on_expiry else "",
    )
    return "；".join(filter(None, (limit.text, *more)))


def _office(service: PublicService, offices: OfficeBook, known: Library) -> Iterator[tuple[str, ...]]:
    for lead in service.leads:
        known_line = offices.line(lead.line)
        line = known_line.title if known_line else lead.line
        more = (lead.does, lead.desk, f"{lead.since}起" if lead.since else "")
        seen_as = f"文件里叫{lead.seen_as}" if lead.seen_as not in ("", line) else ""
        name = f"{line}{''.join(f'（{words}）' for words in (seen_as, *more) if words)}"
        yield str(lead.level.words), _place(lead.place), name, cite(lead.clause, known)
        for split in lead.splits:
            when = f"（{expression(split.when)}）" if split.when is not None else ""
            yield str(split.level.words), f"{split.applies}{when}", name, cite(split.clause, known)
    for support in service.support:
        supporting = offices.line(support)
        yield "", "", f"{supporting.title if supporting else support}（配合）", ""


def _place(place: Whereabouts) -> str:
    """What decides the place, and which facts name it: `土地所在地（看事实：土地所在地、户籍地；不知道时只写级别）`."""
    if not place.facts:
        return f"{place.words}（就是申请的地方）"
    unknown = "不知道时看申请的地方" if place.is_here else "不知道时只写级别"
    return f"{place.words}（看事实：{'、'.join(place.facts)}；{unknown}）"


def _rest(service: PublicService, known: Library) -> Iterator[tuple[str, ...]]:
    yield "全部依据", "；".join(cite(clause, known) for clause in service.clauses)
    yield from ((heading, content) for heading, content in told(service) if content)


def _example(example: Example) -> tuple[str, ...]:
    facts = "，".join(f"{name}：{_word(value)}" for name, value in example.facts.items())
    return (
        example.name,
        example.on.isoformat(),
        facts,
        SAID[example.expected],
        "是" if example.boundary else "",
    )


def _word(value: object) -> str:
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _is_about(example: Example, service: PublicService, catalogue: Catalogue) -> bool:
    if example.service_id != service.id:
        return False
    version = catalogue.find(example.service_id, example.region, example.on, unverified=example.unverified)
    return version is not None and version.source == service.source
