"""What a draft takes from a reading, and what it leaves to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.directory import offices
from huigong.kernel.regions import Region
from huigong.policy.comparison import named_in, plain
from huigong.policy.documents import LEVEL_OF_REGION, ROLES, PackDocument
from huigong.policy.drafting.days import last_day
from huigong.policy.reading.document import Citation, Doubt, ReadClause, ReadDocument, Target
from huigong.policy.reading.numerals import narrow
from huigong.policy.reading.quantities import DATE, QUANTITY
from huigong.policy.references import references

# A target shows enough words to recognise it by, and no whole sentence of the official text.
WORDS_BEFORE, WORDS_AFTER = 14, 8

Content = dict[str, Any]


def drafted(read: ReadDocument, region: Region, known: Iterable[PackDocument]) -> Content:
    """The content of the draft's `document.yaml`, keys in the order in which people read them.

    `known` are the documents of the library, among which the basis is looked up.
    Summaries and systems stay empty: they are for a person to write.
    """
    basis, unknown = _basis(read.basis, tuple(known))
    clauses, outside = _clauses(read, region)
    head = {
        "title": read.title or "",
        "number": read.document_number,
        "issuer": read.issuer,
        "issued_on": read.date,
        "level": LEVEL_OF_REGION[region.level],
        "known_by": "text",
        "verified": False,
        "recipients": read.recipients,
        "basis": basis,
        "doubts": [*(_words_of(doubt) for doubt in outside), *unknown, *_inherited(read)],
        "goals": [_target(goal, read.date) for goal in read.goals_outside_clauses],
    }
    needed = ("title", "number", "issuer", "issued_on", "level", "known_by", "verified", "recipients")
    return {key: value for key, value in head.items() if value or key in needed} | {"clauses": clauses}


def _basis(cited: Sequence[Citation], known: tuple[PackDocument, ...]) -> tuple[list[str], list[str]]:
    """Ids of the cited documents that the library has, and a doubt for each that it has not."""
    by_name = {plain(each.title): each.id for each in known}
    by_name |= {plain(each.number): each.id for each in known if each.number}
    ids = [
        by_name.get(plain(citation.number or "")) or by_name.get(plain(citation.title)) for citation in cited
    ]
    missing = [
        f"依据“{citation}”不在资料库里。请先加上这份文件，再把它列为依据。"
        for citation, document_id in zip(cited, ids, strict=True)
        if document_id is None
    ]
    return list(dict.fromkeys(each for each in ids if each)), missing


def _inherited(read: ReadDocument) -> list[str]:
    names = "、".join(read.inherited)
    return [f"原文说明以下各项还由{names}落实，不再逐条列出。请逐条核对。"] if names else []


def _words_of(doubt: Doubt) -> str:
    return f"{doubt.place} {doubt.what}{doubt.why}".strip()


def _clauses(read: ReadDocument, region: Region) -> tuple[list[Content], list[Doubt]]:
    """The clauses, each with its doubts, and the doubts that belong to none."""
    left = list(read.unsure)
    asked: set[str] = set()
    content = []
    for clause, number in zip(read.clauses, references(read.clauses), strict=True):
        start, end = clause.span
        own = [doubt for doubt in left if start <= doubt.offset < max(end, start + 1)]
        left = [doubt for doubt in left if doubt not in own]
        names = [name for name in _names(clause) if name not in asked]
        asked.update(names)
        unknown = _unknown_offices(names, region, read.date)
        content.append(_clause(clause, number, [*map(_words_of, own), *unknown], issued_on=read.date))
    return content, left


def _clause(clause: ReadClause, number: str, doubts: list[str], *, issued_on: date | None) -> Content:
    targets = [_target(target, issued_on) for target in clause.targets]
    undated = [
        f"“{target.by_when}”没有写明是哪一天，请填上期限。"
        for target, content in zip(clause.targets, targets, strict=True)
        if target.by_when and "by" not in content
    ]
    untitled = [] if clause.heading else ["这一条没有小标题，请用自己的话写一个。"]
    optional = {
        "duties": {role: list(names) for role in ROLES if (names := named_in(clause, role))},
        "targets": targets,
        "doubts": [*untitled, *doubts, *undated],
    }
    return {
        "number": number,
        "heading": clause.heading,
        "chapter": clause.chapter or "",
        "summary": "",
        "systems": [],
        **{key: value for key, value in optional.items() if value},
    }


def _names(clause: ReadClause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for role in ROLES for name in named_in(clause, role)))


def _unknown_offices(names: Iterable[str], region: Region, on: date | None) -> list[str]:
    """A doubt for each office that the office book cannot place; the book names the nearest."""
    answers = {name: offices.resolve(name, region.code, on=on) for name in names}
    return [
        f"“{name}”不在部门名录里。{'；'.join(answer.notes)}。"
        for name, answer in answers.items()
        if not (answer.then or answer.now or answer.members)
    ]


def _target(target: Target, issued_on: date | None) -> Content:
    day = last_day(target.by_when, issued_on) if target.by_when else None
    everything = {
        "text": shortened(target.text),
        "value": _number(target.value),
        "upper": _number(target.upper),
        "about": target.about or None,
        "bound": target.bound or None,
        "measure": target.measure or None,
        "kind": target.kind,
        "by": day,
    }
    return {key: value for key, value in everything.items() if value is not None}


def _number(value: Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and value == value.to_integral_value() else value


def shortened(text: str) -> str:
    """The words around the figure or date; the whole text where it is short."""
    if len(text) <= WORDS_BEFORE + WORDS_AFTER:
        return text
    match = QUANTITY.search(narrow(text)) or DATE.search(narrow(text))
    start, end = match.span() if match else (0, 0)
    return text[max(0, start - WORDS_BEFORE) : end + WORDS_AFTER].strip()
