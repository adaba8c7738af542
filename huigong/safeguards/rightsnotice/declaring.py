"""What stands on the notice: `policies/<region>/<document>/rights-notice.yaml`.

title: 农民工工资维权信息告示牌
clause: "#第三十四条"
event: 设告示牌                     # what is recorded of the project once it is put up
service: arrears-complaint          # which complaint its code opens
scan: 扫码可以投诉这个工地欠薪         # what stands beside the code
sections:
  - heading: 工资
    fields:
      - {name: 工资支付日期, from: 登记.约定发薪日, words: "每月{}日"}

`from` is `登记.FIELD` of the project's record, `电话.LINE` and `渠道.LINE` of the county's office of a line (its telephone; its
name with address and telephone), `参数.NAME`, or `最低工资`. Every field is needed: one that is not known is named as missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause
from huigong.kernel.packs import Entry, Kept, PackFile, Report, Shape, entries, speaks
from huigong.kernel.packs.kinds import rows, text
from huigong.kernel.packs.references import full_reference
from huigong.kernel.packs.shapes import unknown
from huigong.records.shelf import read_records
from huigong.wages.warnings.inputs import PROJECT

FILE: Final = "*/rights-notice.yaml"
RECORD, PHONE, WAY, PARAMETER, MINIMUM = "登记", "电话", "渠道", "参数", "最低工资"
_FIELD: Final = Shape(
    "告示牌的一项", {"name": text(said=True), "from": text(), "words": text("{}", said=True)}
)
_SECTION: Final = Shape(
    "告示牌的一段", {"heading": text(said=True), "fields": rows(_FIELD, needed="写上要有的每一项")}
)
SHAPE: Final = Shape(
    "告示牌",
    {
        "title": text(said=True),
        "clause": text(),
        "event": text(),
        "service": text(),
        "scan": text(said=True),
        "sections": rows(_SECTION, needed="写上条文要的每一段"),
    },
)
speaks("procedures", after="messages", packs=(FILE,), shape=SHAPE)


@dataclass(frozen=True)
class Field:
    """One thing that stands on it: `source` and `of` say where it comes from, `words` how it is said."""

    name: str
    source: str
    of: str
    words: str


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class RightsNotice:
    """The notice as the law wants it."""

    title: str
    clause: str
    event: str
    service: str
    scan: str
    sections: tuple[Section, ...]


def _read(folder: Path, report: Report) -> RightsNotice | None:
    made = [_notice(entry, file) for file, entry in entries(folder, FILE, SHAPE, report)]
    return made[0] if made else None


def _notice(entry: Entry, file: PackFile) -> RightsNotice:
    return RightsNotice(
        entry["title"],
        full_reference(entry["clause"], file.document),
        entry["event"],
        entry["service"],
        entry["scan"],
        tuple(
            Section(section["heading"], tuple(_field(row) for row in section["fields"]))
            for section in entry["sections"]
        ),
    )


def _field(row: Entry) -> Field:
    source, _, of = row["from"].partition(".")
    return Field(row["name"], source, of, row["words"])


declared: Kept[RightsNotice | None] = Kept(_read)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """What `pack check` asks: every source is there, and so are the clause, the service and the event."""
    kinds = read_records(folder, Report())
    for file, entry in entries(folder, FILE, SHAPE, report):
        if check.catalogue is None or check.library is None or check.offices is None:
            return
        require_clause(
            check.library, full_reference(entry["clause"], file.document), entry.spot("clause").place, report
        )
        if entry["service"] not in check.catalogue.ids:
            unknown(entry.spot("service"), entry["service"], check.catalogue.ids, kind="事项")
        projects = [kind for kind in kinds.every if kind.id == PROJECT]
        events = {event for kind in projects for event in kind.events}
        if entry["event"] not in events:
            unknown(entry.spot("event"), entry["event"], events, kind="事件")
        lines = [line.id for line in check.offices.lines()]
        known = {
            RECORD: {field for kind in projects for field in kind.fields},
            PHONE: lines,
            WAY: lines,
            PARAMETER: check.catalogue.parameters.declarations,
            MINIMUM: [""],
        }
        for section in entry["sections"]:
            for row in section["fields"]:
                field = _field(row)
                if field.source not in known:
                    unknown(row.spot("from"), field.source, known, kind="来源")
                elif field.of not in known[field.source]:
                    unknown(row.spot("from"), field.of, known[field.source], kind=field.source)
