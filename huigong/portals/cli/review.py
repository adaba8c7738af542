"""`huigong pack review`: one page of a service for a jurist to read and sign, or a workbook of many.

    huigong pack review arrears-complaint --region 510400            writes arrears-complaint.html
    huigong pack review --region 210000 --into liaoning.xlsx         every version of the region
    huigong pack review arrears-complaint --region 510400 --sign 某律师

`--sign` keeps what was read beside the service, in `reviewed/`; once the substance changes,
the version counts as unsigned, and the next page shows what has changed.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from lxml import html
from lxml.builder import E
from xlsxwriter import Workbook

from huigong.catalogue import reviewing, signing
from huigong.catalogue.entries import PublicService
from huigong.catalogue.examples import examples
from huigong.catalogue.reviewing import Sheet, Table
from huigong.catalogue.services import catalogue
from huigong.kernel import days, packs, wholefiles
from huigong.kernel.errors import Invalid
from huigong.portals.cli.today import today

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STYLE = """
@page { size: A4; margin: 16mm }
body { font: 11pt/1.6 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.5em; margin-bottom: 0 } h2 { font-size: 1.1em; margin: 1.4em 0 .4em }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #999; padding: .25em .5em; text-align: left; vertical-align: top }
th { background: #f0f0f0 } tr { break-inside: avoid } ins { background: #dff3df } del { background: #fbe3e3 }
.sign { margin-top: 2.5em } .day { white-space: nowrap }
"""


def add_to(verbs: Any) -> None:
    """The words of the command, among the others of `pack`."""
    parser = verbs.add_parser("review", help="把一个事项写成一页，给懂法律的人看了签字")
    parser.add_argument(
        "service", nargs="?", default="", metavar="事项", help="事项的 id；不写就是这个地区的全部"
    )
    parser.add_argument("--region", default="100000", metavar="区划代码", help="哪个地区的版本，默认全国")
    parser.add_argument("--on", type=days.read, metavar="日期", help="按哪一天，默认今天")
    parser.add_argument("--into", type=Path, metavar="文件", help="写到哪里：.html 一页，.xlsx 一本")
    parser.add_argument("--sign", default="", metavar="姓名", help="看过了，签字")


def run(asked: argparse.Namespace) -> int:
    """The exit code. Raises `DomainError` where there is no such service or the words do not fit."""
    on = asked.on or today()
    if asked.sign:
        return _sign(_one(asked.service, asked.region, on), by=asked.sign, on=today())
    if asked.service:
        return _write(
            [_one(asked.service, asked.region, on)], asked.into or Path(f"{asked.service}.html"), on
        )
    own = [
        version for version in catalogue().services if version.region == asked.region and version.in_force(on)
    ]
    return _write(own, asked.into or Path(f"{asked.region}.xlsx"), on)


def _one(service_id: str, region: str, on: date) -> PublicService:
    if not service_id:
        raise Invalid(code="review.no_service", what="没有写是哪个事项", do="请写上事项的 id，一次签一个")
    return catalogue().get(service_id, region, on, unverified=True)


def _write(versions: Iterable[PublicService], into: Path, on: date) -> int:
    sheets = [
        reviewing.sheet(version, catalogue=catalogue(), examples=examples(), on=on) for version in versions
    ]
    if into.suffix == ".xlsx":
        _workbook(sheets, into)
    elif len(sheets) == 1:
        _put(into, page(sheets[0]))
    else:
        raise Invalid(
            code="review.one_page", what="一页只放一个事项", do="请写上事项的 id，或者写到 .xlsx 里"
        )
    print(f"{into}：{len(sheets)} 个事项，{sum(sheet.standing.stands for sheet in sheets)} 个已经签字")
    return 0


def page(sheet: Sheet) -> str:
    """The page as HTML that prints on A4; nothing in it is fetched from elsewhere."""
    service = sheet.service
    body = [
        E.h1(service.name),
        E.p(f"{sheet.place}　{service.id}　按 {sheet.on} 的规定"),
        E.p(service.audience.says),
        *([] if service.verified else [E.p(E.strong("这个版本的数字还没有人核对原文，默认不用。"))]),
        *_changes(sheet),
        *(part for table in sheet.tables for part in (E.h2(table.title), _table(table))),
        E.p("审核人：＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿＿", {"class": "sign"}),
    ]
    head = E.head(E.meta(charset="utf-8"), E.title(service.name), E.style(_STYLE))
    return "<!doctype html>\n" + html.tostring(E.html(head, E.body(*body), lang="zh"), encoding="unicode")


def _changes(sheet: Sheet) -> list[html.HtmlElement]:
    signature, standing = sheet.standing.signature, sheet.standing
    if signature is None:
        return [E.p("还没有人审核签字。")]
    if standing.stands:
        return [E.p(f"{signature.by}于 {signature.on} 审核签字，以后没有改动。")]
    lines = [E.li(E("del", line)) for line in standing.removed]
    lines += [E.li(E("ins", line)) for line in standing.added]
    return [E.p(f"{signature.by}于 {signature.on} 审核签字，以后改了这些，要重新审核："), E.ul(*lines)]


def _table(table: Table) -> html.HtmlElement:
    rows = [
        E.tr(*(E.td(cell, {"class": "day"} if _DAY.fullmatch(cell) else {}) for cell in row))
        for row in table.rows
    ]
    return E.table(E.thead(E.tr(*(E.th(name) for name in table.columns))), E.tbody(*rows))


def _workbook(sheets: list[Sheet], into: Path) -> None:
    """One worksheet with a row for each line of each page, so that it can be filtered and signed."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with wholefiles.written_whole(into) as part, Workbook(part, options) as book:
        lines, bold = book.add_worksheet("审核"), book.add_format({"bold": True, "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        lines.set_column(0, 2, 18, wrapped)
        lines.set_column(3, 8, 36, wrapped)
        lines.freeze_panes(1, 0)
        lines.write_row(0, 0, ("地区", "事项", "部分", "内容", "", "", "", "", ""), bold)
        row = 0
        for sheet in sheets:
            for table in sheet.tables:
                for cells in (table.columns, *table.rows):
                    row += 1
                    form = bold if cells is table.columns else wrapped
                    lines.write_row(row, 0, (sheet.place, sheet.service.name, table.title, *cells), form)
            row += 1
            signed = sheet.standing.signature
            said = f"{signed.by} {signed.on}" if signed and sheet.standing.stands else ""
            lines.write_row(row, 0, (sheet.place, sheet.service.name, "审核签字", said), bold)
        lines.autofilter(0, 0, row, 2)


def _sign(service: PublicService, *, by: str, on: date) -> int:
    lines = signing.substance(service, catalogue())
    path = packs.folder() / signing.file_of(service)
    path.parent.mkdir(exist_ok=True)
    content = {"by": by, "on": on, "substance": list(lines)}
    _put(path, yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000))
    print(f"{by}于 {on} 审核“{service.name}”，记在 {path}")
    return 0


def _put(path: Path, text: str) -> None:
    with wholefiles.written_whole(path) as part:
        part.write_text(text, encoding="utf-8")
