"""Keeps letters in a folder, as a small office would, and an invented notice."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from huigong.audit.actors import Actor
from huigong.directory.principals import Principal
from huigong.kernel import packs
from huigong.kernel.packs import Report
from huigong.notices.actions.issuing import Draft, Issuer
from huigong.notices.templates import NoticeBook, Template, read_notices

CLERK = Principal("officer-1", "经办甲")
ISSUER = Issuer("510403/hrss", "虚构区人力资源和社会保障局", "虚构人社", "510403")
KITE = """\
id: kite-refusal
name: 不予发放风筝证决定书
from: 2016-01-01
for: {procedure: standard, moves: [refuse]}
paper: [a4, receipt80]
series: 筝决
clauses: [100000/kites#第三条]
must: [事实, 理由, 依据, 救济途径和期限, 机关, 日期]
fields:
  - {id: 收件日, kind: day, example: [2016-06-01]}
  - {id: 金额, kind: money, example: [120000]}
  - {id: 缺少的材料, kind: list, required: false, example: [[线轴, 骨架]]}
  - {id: 补充, required: false, example: [可以再来]}
  - {id: 依据, example: [某某办法第三条]}
  - {id: 救济, example: [可以申请复议]}
body:
  - {says: [事实], text: "您于{收件日}申请风筝证，交了{金额}。"}
  - {says: [理由], each: 缺少的材料, text: "（{第几}）没有{缺少的材料}"}
  - {if: 补充, text: "{补充}"}
  - {says: [依据], text: "根据{依据}，不予发放。"}
remedy: 不服的，{救济}
discreet: 您有一份文书
serve: [当面, 邮寄, 公告]
"""
WAYS = """\
ways:
  - {id: 当面, name: 当面送交, happens: 签收, clause: 100000/kites#第四条, proof: 签名, fails_to: [邮寄, 公告]}
  - {id: 邮寄, name: 邮寄, happens: 收件, clause: 100000/kites#第五条, proof: 回执, fails_to: [公告]}
  - {id: 公告, name: 公告, happens: 发出, after: 参数:公告天数, clause: 100000/kites#第六条, proof: 公告, fails_to: []}
"""
VALUES = {
    "收件日": datetime(2016, 6, 1).date(),
    "金额": 120000,
    "缺少的材料": ["线轴", "骨架"],
    "补充": "",
    "依据": "某某办法第三条",
    "救济": "可以在某某日内申请复议",
}


@dataclass
class Shelf:
    """A folder; `full` says that nothing more fits."""

    folder: Path
    full: bool = False
    kinds: list[str] = field(default_factory=list)

    def keep(self, content: bytes, *, name: str, kind: str, region: str, by: Actor, now: datetime) -> str:
        if self.full:
            raise OSError("no space left")
        path = self.folder / f"{len(list(self.folder.iterdir()))}"
        path.write_bytes(content)
        self.kinds.append(kind)
        return path.name

    def content(self, reference: str) -> bytes:
        return (self.folder / reference).read_bytes()


def pack(folder: Path, notice: str = KITE, ways: str = WAYS) -> Path:
    """A policies folder with one notice and three ways of service, and the calendar by which days are counted."""
    calendar = folder / "100000" / "calendar"
    if not calendar.exists():
        shutil.copytree(packs.PACKAGE.parent / "policies" / "100000" / "calendar", calendar)
    (folder / "100000" / "notices").mkdir(parents=True, exist_ok=True)
    (folder / "100000" / "notices" / "kite.yaml").write_text(notice, encoding="utf-8")
    (folder / "100000" / "notices" / "ways.yaml").write_text(ways, encoding="utf-8")
    return folder


def book_of(folder: Path, notice: str = KITE) -> NoticeBook:
    report = Report()
    made = read_notices(pack(folder, notice), report)
    report.refuse()
    return made


def draft(template: Template, **changed: object) -> Draft:
    given = {
        "template": template,
        "values": VALUES,
        "recipient": "虚构一",
        "issuer": ISSUER,
        "about": "casework.Case:0",
    }
    return Draft(**{**given, **changed})
