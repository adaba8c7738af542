"""Notices as packs declare them: `policies/<region>[/<document>]/notices/<id>.yaml`.

    id: refusal
    name: 不予同意决定书
    from: 2004-07-01
    for: {procedure: standard, moves: [refuse]}
    made: with_move                     # or on_request: only when somebody asks for it
    to: [applicant]                     # roles in the case; without it, the person the case is for
    paper: [a4]
    series: 不同意                      # the number: 代字、字、〔年〕、号
    clauses: [100000/administrative-licensing-law#第三十八条]
    must: [事实, 理由, 依据, 救济途径和期限, 机关, 日期]
    fields:
      - {id: 事项, fill: 办件.事项, example: [某某补贴]}        # filled in from the case
      - {id: 对方, fill: [办件.被申请人, 表单.用人单位], example: [某某公司]}  # the first that is there
      - {id: 救济, fill: 决定.救济, ask: true, example: [某某]}  # and shown to the officer, who may change it
      - {id: 缺少的材料, kind: list, example: [[材料一, 材料二]]}
    body:
      - {says: [事实], text: "{收件人}于…提出“{事项}”的申请。"}
      - {each: 缺少的材料, text: "（{第几}）{缺少的材料}"}     # one repeat
      - {if: 说明, text: "{说明}"}                            # one only-if
    remedy: …
    discreet: 您有一份文书
    serve: [手机, 当面, 邮寄]

Every name in a text is a field, or one of those that every letter has (`GIVEN`). A letter for a service
is preferred to one for the procedure, a region's own to one of a region above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huigong.kernel.errors import NotFound
from huigong.kernel.packs import Entry, Kept, PackFile, Place, Report, files
from huigong.kernel.packs.references import full_reference
from huigong.kernel.regions import contains
from huigong.kernel.validity import Dated
from huigong.notices.letters import Paper
from huigong.notices.shapes import NOTICE, WAYS, FieldKind, Made, Says
from huigong.notices.ways import Way, way_of

NAME = re.compile(r"\{([^{}]*)\}")
GIVEN = ("编号", "机关", "日期", "收件人")
NTH = "第几"  # inside the repeat
_WAYS_FILE = "ways.yaml"


@dataclass(frozen=True)
class Field:
    """A named value of a letter; `example` is invented, `longest` the longest that is usual.

    `fill` names where the folder that makes the letter finds the value, the first that has one; `usual` is a text to begin with.
    What has neither, or turns out empty, is asked; with `ask` it is shown in any case.
    """

    id: str
    kind: FieldKind
    required: bool
    example: Any
    longest: Any
    fill: tuple[str, ...] = ()
    usual: str = ""
    ask: bool = False


@dataclass(frozen=True)
class Part:
    """A paragraph; with `each` one for every member of that field, with `only_if` only where that field is filled in."""

    text: str
    says: tuple[Says, ...] = ()
    each: str = ""
    only_if: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names in its text."""
        return tuple(dict.fromkeys(NAME.findall(self.text)))


@dataclass(frozen=True)
class Template(Dated):
    """One notice in force in a region from `valid_from` to `valid_until` (its last day)."""

    id: str
    name: str
    region: str
    valid_from: date
    valid_until: date | None
    procedure: str
    moves: tuple[str, ...]
    services: tuple[str, ...]
    made: Made
    to: tuple[str, ...]
    paper: tuple[Paper, ...]
    series: str
    clauses: tuple[str, ...]
    must: tuple[Says, ...]
    fields: tuple[Field, ...]
    body: tuple[Part, ...]
    remedy: str
    signed: bool
    discreet: str
    serve: tuple[str, ...]
    place: Place
    entry: Entry

    def field(self, field_id: str) -> Field | None:
        return next((field for field in self.fields if field.id == field_id), None)

    @property
    def says(self) -> frozenset[Says]:
        """What its paragraphs and lines say."""
        own = {said for part in self.body for said in part.says}
        own |= {Says.REMEDY} if self.remedy else set()
        own |= {Says.OFFICE, Says.DAY} if self.signed else set()
        return frozenset(own)

    @property
    def names(self) -> tuple[str, ...]:
        """What a document in Word may use."""
        return (*(row.id for row in self.fields), *GIVEN)

    @property
    def texts(self) -> tuple[str, ...]:
        return (*(part.text for part in self.body), self.remedy)


@dataclass(frozen=True)
class NoticeBook:
    """Every notice of every region, and every way of service."""

    templates: tuple[Template, ...]
    ways: tuple[Way, ...]

    def get(self, template_id: str, *, region: str, on: date) -> Template:
        """The notice in force in the region, or in the nearest region around it. Raises `notice.unknown`."""
        return _nearest((row for row in self.templates if row.id == template_id), region, on, template_id)

    def find(self, template_id: str, *, region: str, on: date) -> Template | None:
        """`get`, or None where no such notice is in force there."""
        try:
            return self.get(template_id, region=region, on=on)
        except NotFound:
            return None

    def for_move(self, procedure: str, move: str, *, service: str, region: str, on: date) -> Template | None:
        """The notice that goes out with this move, or None where none is declared."""
        rows = [row for row in self.templates if row.procedure == procedure and move in row.moves]
        own = [row for row in rows if service and service in row.services]
        chosen = own or [row for row in rows if not row.services]
        try:
            return _nearest(chosen, region, on, move)
        except NotFound:
            return None

    def of_procedure(self, procedure: str, *, service: str, region: str, on: date) -> tuple[Template, ...]:
        """Every notice that a case of this procedure and service may go out with, in the order of their ids."""
        moves = dict.fromkeys(
            move for row in self.templates if row.procedure == procedure for move in row.moves
        )
        fitting = (self.for_move(procedure, move, service=service, region=region, on=on) for move in moves)
        return tuple(sorted({row.id: row for row in fitting if row}.values(), key=lambda row: row.id))

    def named(self, name: str) -> tuple[Template, ...]:
        """Every version of a notice called so: procedures name their notices in words."""
        return tuple(row for row in self.templates if row.name == name)

    def way(self, way_id: str) -> Way:
        """Raises `DomainError` (`notice.way_unknown`)."""
        way = next((way for way in self.ways if way.id == way_id), None)
        if way is None:
            known = "、".join(way.id for way in self.ways)
            raise NotFound(
                "notice.way_unknown", what=f"没有“{way_id[:20]}”这种送达方式", do=f"可以用：{known}"
            )
        return way


def read_notices(folder: Path, report: Report) -> NoticeBook:
    """Everything below the policies folder; what cannot be read is left out and told in the report."""
    templates: list[Template] = []
    ways: list[Way] = []
    for file in files(folder, "notices/*.yaml", "*/notices/*.yaml"):
        before = len(report.errors)
        raw = file.read(report)
        if len(report.errors) > before:
            continue
        if file.path.name == _WAYS_FILE:
            entry = WAYS.read(raw, report=report, place=Place(file.name))
            ways += [way_of(row) for row in entry["ways"]] if entry else []
        elif (entry := NOTICE.read(raw, report=report, place=Place(file.name))) is not None:
            templates.append(_template(entry, file))
    ordered = sorted(templates, key=lambda row: (row.id, row.region, row.valid_from))
    return NoticeBook(tuple(ordered), tuple(ways))


book: Kept[NoticeBook] = Kept(read_notices)


def _nearest(rows: Iterator[Template] | list[Template], region: str, on: date, called: str) -> Template:
    fitting = [
        row for row in rows if row.in_force(on) and (row.region == region or contains(row.region, region))
    ]
    if not fitting:
        raise NotFound(
            code="notice.unknown",
            what=f"没有叫“{called[:40]}”的文书",
            why=f"{region}和上级地区的资料包里，{on.isoformat()}没有生效的",
            do="请核对名称，或请政策人员在资料包里补上",
        )
    return max(fitting, key=lambda row: (len(row.region.rstrip("0")), row.valid_from))


def _template(entry: Entry, file: PackFile) -> Template:
    return Template(
        id=entry["id"],
        name=entry["name"],
        region=file.region,
        valid_from=entry["from"],
        valid_until=entry["until"],
        procedure=entry["for"]["procedure"],
        moves=entry["for"]["moves"],
        services=entry["for"]["services"],
        made=entry["made"],
        to=entry["to"],
        paper=entry["paper"],
        series=entry["series"],
        clauses=tuple(full_reference(clause, file.document) for clause in entry["clauses"]),
        must=entry["must"],
        fields=tuple(map(_field, entry["fields"])),
        body=tuple(Part(row["text"], row["says"], row["each"], row["if"]) for row in entry["body"]),
        remedy=entry["remedy"],
        signed=entry["signed"],
        discreet=entry["discreet"],
        serve=entry["serve"],
        place=entry.place,
        entry=entry,
    )


def _field(entry: Entry) -> Field:
    example = entry["example"][0]
    longest = entry["longest"][0] if entry["longest"] else example
    return Field(
        id=entry["id"],
        kind=entry["kind"],
        required=entry["required"],
        example=example,
        longest=longest,
        fill=entry["fill"],
        usual=entry["usual"],
        ask=entry["ask"],
    )
