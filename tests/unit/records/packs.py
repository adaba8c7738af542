"""The plates of couriers' electric bicycles: an invented register, written as a pack."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from textwrap import dedent

from huigong.forms import shelf as forms
from huigong.forms.parameters import NoParameters
from huigong.kernel.packs import PackError, Report
from huigong.records.kinds import RecordKind
from huigong.records.shelf import RecordBook, read_records
from huigong.rules.facts import read_dictionary
from tests.unit.catalogue.packs import service

POLICIES = Path(__file__).resolve().parents[3] / "policies"
ON = date(2026, 6, 1)
COUNTY = "510421"
DOCUMENT = "100000/couriers"
FILE = f"{DOCUMENT}/records.yaml"
LINES = frozenset({"police", "transport", "urban"})
FACTS = """
    持有电动车牌: {type: bool, question: 您的电动车有牌吗？}
    电动车牌到期日: {type: date, question: 车牌哪天到期？}
    电动车牌数: {type: int, measure: 块, question: 有几块车牌？}
"""
PLATES = """
    id: ebike-plate
    name: 电动车牌证
    from: 2026-01-01
    clauses: ["#第一条"]
    about: person
    fields:
      - {id: 车架号, type: text, name: 车架号, pattern: "[A-Z0-9]{5}", privacy: personal}
      - {id: 检验有效期, type: date, max: 不限}
      - {id: 车型, type: code, codes: 车型}
      - {id: 残疾人专用, type: bool, privacy: sensitive}
      - {id: 停放地, type: place, parts: [地区]}
    unique: [{of: [车架号], among: live, scope: province, on_conflict: refuse}]
    number: {series: 川牌, issued_on: 签发}
    events:
      签发: {sets: [车架号, 检验有效期, 车型, 残疾人专用, 停放地], needs: [车架号, 检验有效期]}
      检验: {sets: [检验有效期], needs: [检验有效期]}
      换号: {sets: [车架号], needs: [车架号]}
      注销: {ends: true}
      更正: {corrects: true}
      撤销: {annuls: true}
    states: {注销: 已有(注销), 失效: 检验有效期 < 判定日期, 有效: 其余}
    flags: {即将到期: "状态 = 有效 且 检验有效期 < 天后(判定日期, 30)"}
    complete: [{region: "510421", since: 2026-03-01}]
    facts:
      持有电动车牌: 有(状态 = 有效)
      电动车牌到期日: 最近(检验有效期, 按 检验有效期, 状态 = 有效)
      电动车牌数: 计数(状态 = 有效)
    written_by: [{line: police, level: county, of: 登记地}]
    read_by: [{line: police}, {line: transport, purpose: 路面检查, fields: [检验有效期, 状态]}]
    keep: {for: 3年, after: 注销}
    examples:
      - given: [{id: 上牌, event: 签发, on: 2026-01-10, says: {车架号: AB123, 检验有效期: 2026-07-10}}]
        on: 2026-07-10
        then: {状态: 有效, 即将到期: 是, 持有电动车牌: 是, 电动车牌数: 1}
      - given: [{event: 签发, on: 2026-01-10, says: {车架号: AB123, 检验有效期: 2026-07-10}}]
        on: 2026-07-11
        then: {状态: 失效, 持有电动车牌: 否, 电动车牌到期日: 未知}
      - given:
          - {event: 签发, on: 2026-01-10, says: {车架号: AB123, 检验有效期: 2026-07-10}}
          - {id: 注销, event: 注销, on: 2026-03-01}
          - {event: 撤销, of: 注销, known: 2026-04-01}
        on: 2026-03-15
        known: 2026-03-20
        then: {状态: 注销, 持有电动车牌: 否}
"""
PLACES = "places: {residence: {words: 现在住的地方, here: true, clause: x}}"
COURIERS = """
    title: 电动车办法
    level: nation
    known_by: facts
    clauses:
      - {number: 第一条, heading: 上牌, summary: 要上牌。, systems: [S1]}
"""
CODES = """
    id: 车型
    codes:
      - {code: 轻便, name: 轻便车}
      - {code: 载货, name: 载货车}
"""


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The pack of the plates, with more files or others in place of its own."""
    whole = {
        "facts.yaml": FACTS,
        FILE: PLATES,
        "100000/codes/bikes.yaml": CODES,
        **(files or {}),
    }
    for name, text in whole.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def installed(folder: Path) -> Path:
    """The pack beside what every policies folder has, with a service for whoever has a valid plate."""
    lead = "{line: police, level: county, place: residence, verified: false}"
    more = {
        f"{DOCUMENT}/facts.yaml": FACTS,
        f"{DOCUMENT}/document.yaml": COURIERS,
        f"{DOCUMENT}/services/bay.yaml": service(id="bay", rule="持有电动车牌", lead=lead),
        "places.yaml": PLACES,
    }
    write(folder, more)
    for name in ("facts.yaml", "systems.yaml", "100000/offices.yaml"):
        shutil.copy(POLICIES / name, folder / name)
    shutil.copytree(POLICIES / "100000/messages", folder / "100000/messages")
    return folder


def read(folder: Path, files: dict[str, str] | None = None) -> tuple[RecordBook, list[PackError]]:
    """The book of the plates, and what is wrong with it."""
    write(folder, files)
    report = Report()
    read_forms = forms.read_book(
        folder, report, parameters=NoParameters(), facts=read_dictionary(folder, Report())
    )
    book = read_records(folder, report, forms_book=read_forms, lines=LINES)
    return book, list(report)


def plates(folder: Path, *, on: date = ON, region: str = COUNTY) -> RecordKind:
    """The kind of record, in 米易县 on a day of 2026."""
    book, errors = read(folder)
    assert not errors, "\n".join(map(str, errors))
    return book.kind("ebike-plate", on=on, region=region)
