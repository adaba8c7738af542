"""One `document.yaml` into a `PackDocument`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from huigong.kernel.packs import Entry, PackFile, Place, Report, Shape, place_in, reads, speaks
from huigong.kernel.packs.files import said_of_itself
from huigong.kernel.packs.kinds import amount, choice, day, flag, mapped, number, one, rows, text, texts
from huigong.kernel.packs.shapes import Spot, unknown
from huigong.policy.documents import (
    KNOWN_BY,
    LEVELS,
    ROLES,
    TARGET_BOUNDS,
    TARGET_KINDS,
    PackClause,
    PackDocument,
    PackDuty,
    PackTarget,
)

CITED = "norms.yaml"  # what the packs cite and have no document of, by the names they use
reads(CITED)
DUTIES = Shape("分工", {role: texts() for role in ROLES})
TARGET = Shape(
    "目标",
    {
        "text": text(),
        "value": amount(None),
        "upper": amount(None),
        "about": flag(False),
        "bound": choice(TARGET_BOUNDS, ""),
        "measure": text(""),
        "kind": choice(TARGET_KINDS),
        "by": day(None),
    },
)


@cache
def document_shape(*, draft: bool, local: bool) -> Shape:
    """What a document's file holds. A draft may lack title, headings and summaries; a document confirmed
    on this deployment may lack summaries."""
    clause = Shape(
        "条款",
        {
            "number": text(),
            "heading": text("") if draft else text(),
            "chapter": text(""),
            "summary": text("") if draft or local else text(),
            "systems": texts(),
            "duties": one(DUTIES, None),
            "topics": mapped(texts().kind),
            "targets": rows(TARGET),
            "facts": texts(),
            "verified": flag(True),
            "note": text(""),
            "nothing_to_decide": text(""),
            "doubts": texts(),
        },
        named="number",
    )
    return Shape(
        "文件",
        {
            "title": text("") if draft else text(),
            "number": text(None),
            "issuer": text(None),
            "issued_on": day(None),
            "in_force_from": day(None),
            "undated": text(None),
            "repealed_on": day(None),
            "plan_for": number(None),
            "level": choice(LEVELS),
            "known_by": choice(KNOWN_BY),
            "verified": flag(True),
            "recipients": text(None),
            "basis": texts(),
            "cites": texts(),
            "notes": texts(),
            "doubts": texts(),
            "goals": rows(TARGET),
            "clauses": rows(clause),
        },
    )


speaks("norms", after="procedures", shared=(CITED,), packs=("*/document.yaml",), keys=("title", "cited.*"))

_PLAIN = (
    *("title", "number", "issuer", "issued_on", "in_force_from", "undated", "repealed_on", "level"),
    *("known_by", "verified", "recipients", "basis", "cites", "notes", "doubts", "plan_for"),
)
_PLAIN_OF_CLAUSE = (
    *("number", "heading", "chapter", "summary", "systems", "facts", "verified", "note"),
    *("nothing_to_decide", "doubts"),
)


@dataclass(frozen=True)
class WrittenDocument:
    """A document with the entry that it was read from, which knows the places."""

    document: PackDocument
    entry: Entry

    def basis_place(self, basis: str) -> Place:
        """Where the document names one that it rests on."""
        index = self.document.basis.index(basis)
        return place_in(self.entry.raw["basis"], index) or self.entry.place

    def place(self, clause: PackClause) -> Place:
        """Where a clause has its number."""
        return self.entry["clauses"][self.document.clauses.index(clause)].spot("number").place


def check_references(
    raw: object, *, documents: Collection[str], systems: Collection[str], report: Report
) -> None:
    """Notes documents and systems that nobody declared, in a loaded file of whatever shape."""
    for key in ("basis", "cites"):
        _require_known(raw, key, documents, "文件", report)
    clauses = raw.get("clauses") if isinstance(raw, dict) else None
    for clause in clauses if isinstance(clauses, list) else ():
        _require_known(clause, "systems", systems, "系统", report)


def _require_known(raw: object, key: str, known: Collection[str], kind: str, report: Report) -> None:
    named = raw.get(key) if isinstance(raw, dict) else None
    for index, name in enumerate(named if isinstance(named, list) else ()):
        if isinstance(name, str) and name not in known:
            place = place_in(named, index) or Place()
            unknown(Spot(place, "文件", key, report), name, known, kind=kind)


def read_document(
    raw: object, file: PackFile, report: Report, *, local: bool = False
) -> WrittenDocument | None:
    """The document of a loaded file, or None where anything in it is wrong, which is then in the report."""
    before = len(report.errors)
    shape = document_shape(draft=said_of_itself(raw), local=local)
    entry = shape.read(raw, report=report, place=Place(file.name))
    if entry is None:
        return None
    for key in ("basis", "cites"):
        if file.document in entry[key]:
            entry.wrong(key, "文件不能以自己为依据")
    document = _document(entry, file)
    return WrittenDocument(document, entry) if len(report.errors) == before else None


def _document(entry: Entry, file: PackFile) -> PackDocument:
    numbers: list[str] = []
    for clause in entry["clauses"]:
        if clause["number"] in numbers:
            clause.wrong("number", f"{clause['number']}出现了两次", "每条的编号只能用一次")
        numbers.append(clause["number"])
    return PackDocument(
        id=file.document,
        region=file.region,
        goals=_targets(entry["goals"], draft=not entry["verified"]),
        clauses=tuple(_clause(clause, file, draft=not entry["verified"]) for clause in entry["clauses"]),
        **{key: entry[key] for key in _PLAIN},
    )


def _clause(entry: Entry, file: PackFile, *, draft: bool) -> PackClause:
    return PackClause(
        ref=f"{file.document}#{entry['number']}",
        duties=_duties(entry),
        targets=_targets(entry["targets"], draft=draft),
        **{key: entry[key] for key in _PLAIN_OF_CLAUSE},
    )


def _duties(clause: Entry) -> tuple[PackDuty, ...]:
    named = [(role, name) for role, names in (clause["duties"] or {}).items() for name in names]
    topics: dict[str, Any] = clause["topics"]
    for name in topics:
        if name not in [office for _, office in named]:
            place = place_in(clause.raw["topics"], name)
            unknown(clause.spot("topics").inside(place), name, [office for _, office in named], kind="单位")
    return tuple(PackDuty(role, name, topic) for role, name in named for topic in topics.get(name) or (None,))


def _targets(entries: Iterable[Entry], *, draft: bool) -> tuple[PackTarget, ...]:
    for entry in entries:
        if entry["value"] is not None and not entry["measure"] and not draft:
            entry.wrong("measure", "有数量就要写单位", "例如 人次、%、元/人·年")
    return tuple(PackTarget(**entry) for entry in entries)
