"""Small packs for tests of forms: files written into a folder and read as one book."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

from huigong.forms import Book
from huigong.forms.fields import Form
from huigong.forms.parameters import NoParameters
from huigong.forms.shelf import read_book
from huigong.kernel.packs import PackError, Report

ON = date(2026, 6, 1)
DOCUMENT = "100000/couriers"
FACTS = """
    持有电动车: {type: bool, question: 您有电动车吗？}
    月收入: {type: int, measure: 分, question: 每月挣多少？}
    家乡: {type: text, is: region, question: 家在哪里？}
    工种: {type: enum, values: [骑手, 司机], question: 做什么的？}
    性别: {type: enum, values: [男, 女], question: 您是男是女？}
    出生日期: {type: date, question: 您哪天出生的？}
"""
CODES = """
    id: 车况
    codes:
      - {code: 好, name: 完好}
      - {code: 坏, name: 坏了, until: 2026-12-31, replaced_by: [小坏, 大坏]}
      - {code: 小坏, name: 小毛病, from: 2027-01-01}
      - {code: 大坏, name: 不能骑了, from: 2027-01-01}
"""
PAPERS = """
    id: 证件种类
    codes:
      - {code: 身份证, name: 居民身份证, format: resident}
      - {code: 护照, name: 护照}
"""
EVERY_KIND = """
    id: plate
    name: 电动车上牌
    from: 2026-01-01
    clauses: ["#第一条"]
    parts:
      - id: 车
        title: 您的车
        fields:
          - {id: 车架号, type: text, ask: 车架上刻的字, pattern: "[A-Z0-9]{5}", example: AB123, required: true}
          - {id: 说明, type: long, ask: 说说车的来历, unknown_ok: true}
          - {id: 专职, type: bool, ask: 您是专门跑单吗？, unknown_ok: [不清楚], required: true}
          - {id: 车龄, type: int, unit: 年, min: 0, max: 50, ask: 车用了几年？}
          - {id: 车重, type: decimal, unit: 千克, min: 0, ask: 车有多重？}
          - {id: 车价, type: money, min: 0元, ask: 花了多少钱？}
          - {id: 买车日期, type: date, max: 今天, ask: 哪天买的？}
          - {id: 上保险月份, type: month, ask: 哪个月上的保险？}
          - {id: 状况, type: code, codes: 车况, ask: 车怎么样？}
          - {id: 每月接单, type: table, ask: 每月接多少单？, show_if: 专职, required: true, totals: [单数, 收入],
             columns: [{id: 月份, type: month, ask: 月份, required: true}, {id: 单数, type: int, unit: 单, min: 0, ask: 单数, unknown_ok: true}, {id: 收入, type: money, ask: 收入}]}
      - id: 人
        title: 您自己
        fields:
          - {id: 车主, type: person, ask: 您叫什么？, needs: [姓名, 电话], required: true}
          - {id: 停放地, type: place, ask: 平时停在哪里？}
          - {id: 平台, type: employer, ask: 给哪个平台送？}
          - {id: 照片, type: file, ask: 拍一张车, kinds: [image], min: 1, max: 3}
          - {id: 家人, type: repeat, ask: 谁还骑这辆车？, max: 5,
             fields: [{id: 家人姓名, type: person, parts: [姓名, 电话], ask: 姓名, required: true}, {id: 会骑, type: bool, ask: 会骑吗？}, {id: 备注, type: long, ask: 备注}]}
          - {id: 全年收入, type: money, value: 每月接单.收入合计 * 12}
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Files by their path below the policies folder."""
    (folder / "facts.yaml").write_text(dedent(FACTS), encoding="utf-8")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def read(folder: Path, files: dict[str, str]) -> tuple[Book, list[PackError]]:
    """The book of these files beside those of every kind, and what is wrong with it."""
    shared = {"100000/codes/bikes.yaml": CODES, "100000/codes/papers.yaml": PAPERS}
    report = Report()
    book = read_book(write(folder, shared | files), report, parameters=NoParameters())
    return book, list(report)


def form_of(folder: Path, text: str, *, on: date = ON) -> Form:
    """The one form of a text."""
    book, errors = read(folder, {f"{DOCUMENT}/forms/form.yaml": text})
    assert not errors, "\n".join(map(str, errors))
    return book.form(book.ids[0], on=on)


def simple(*fields: str, checks: str = "") -> str:
    """A form of one part with these fields, each in one line of YAML."""
    listed = "\n".join(f"      - {field}" for field in fields)
    head = "id: simple\nname: 简单\nfrom: 2026-01-01\nclauses: [100000/x]\n"
    return f"{head}{checks}parts:\n  - id: 全部\n    fields:\n{listed}\n"
