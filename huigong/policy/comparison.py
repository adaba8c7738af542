"""A user's copy of a document against its pack: which pack it is, and every difference.

Width of characters, spaces and the shape of quotation marks make no difference;
everything else that a careful reader would notice does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from huigong.policy.documents import ROLES, PackClause, PackDocument, PackTarget
from huigong.policy.packs import Library
from huigong.policy.reading.document import COUNTED_KINDS, ReadClause, ReadDocument, Target
from huigong.policy.references import references

KINDS = {
    "title": "题名不同",
    "document_number": "文号不同",
    "issuer": "发文机关不同",
    "issued_on": "成文日期不同",
    "clause_missing": "抄本缺少这一条",
    "clause_added": "抄本多出这一条",
    "heading": "标题不同",
    "chapter": "所在的章不同",
    **{word: f"{role.label}单位不同" for word, role in ROLES.items()},
    "target_missing": "抄本里找不到这个目标",
    "target_value": "目标的数值不同",
    "target_added": "资料包没有登记这个目标",
}
_BOUNDS = {"": "", "at_least": "至少", "at_most": "至多"}
SAME_DOCUMENT = 0.8  # share of headings in common that makes two texts the same document
NOISE = re.compile(r"[\s\u200b\ufeff*]+")
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "〔": "[", "〕": "]"})


@dataclass(frozen=True)
class Difference:
    """One difference. `place` is a clause number or `题头`; `kind` is one of `KINDS`."""

    place: str
    kind: str
    in_pack: tuple[str, ...] = ()
    in_copy: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [f"{self.place} {KINDS[self.kind]}"]
        parts += [f"资料包：{'、'.join(self.in_pack)}"] if self.in_pack else []
        parts += [f"抄本：{'、'.join(self.in_copy)}"] if self.in_copy else []
        return "；".join(parts)

    def as_dict(self) -> dict[str, object]:
        return {
            "place": self.place,
            "kind": self.kind,
            "says": KINDS[self.kind],
            "in_pack": list(self.in_pack),
            "in_copy": list(self.in_copy),
        }


def plain(text: str) -> str:
    """The text with width, spaces, bold marks and quotation marks made equal."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text.translate(QUOTES)))


def find_pack(read: ReadDocument, library: Library) -> PackDocument | None:
    """The pack of the same document, draft or not: by number, else by title, else by nearly equal headings."""
    everything = (*library.documents.values(), *library.drafts.values())
    with_clauses = [document for document in everything if document.clauses or not document.verified]
    for document in with_clauses:
        if read.document_number and document.number and plain(read.document_number) == plain(document.number):
            return document
    for document in with_clauses:
        if read.title and plain(read.title) == plain(document.title):
            return document
    if read.document_number:
        return None
    return _by_headings(read, with_clauses)


def _by_headings(read: ReadDocument, documents: Iterable[PackDocument]) -> PackDocument | None:
    seen = {plain(clause.heading) for clause in read.clauses if clause.heading}

    def shared(document: PackDocument) -> float:
        known = {plain(clause.heading) for clause in document.clauses}
        return len(seen & known) / max(len(seen | known), 1)

    best = max(documents, key=shared, default=None)
    return best if best is not None and shared(best) >= SAME_DOCUMENT else None


def compare_with_pack(read: ReadDocument, pack: PackDocument) -> tuple[Difference, ...]:
    """Every difference in title, number, issuer, date, clauses, headings, duties and targets, in print order.

    What one side does not state is no difference: copies lose titles and dates, packs know
    some only from citations, and people head clauses that the print leaves without a heading.
    A number that the print uses several times names its clauses as `references` does.
    """
    differences = list(_head(read, pack))
    numbers = references(read.clauses)
    copies = {plain(number): clause for number, clause in zip(numbers, read.clauses, strict=True)}
    known = {plain(clause.number) for clause in pack.clauses}
    for clause in pack.clauses:
        copy = copies.get(plain(clause.number))
        if copy is None:
            differences.append(Difference(clause.number, "clause_missing", in_pack=(clause.heading,)))
        else:
            differences += _clause(copy, clause)
    differences += [
        Difference(number, "clause_added", in_copy=(clause.heading,))
        for number, clause in zip(numbers, read.clauses, strict=True)
        if plain(number) not in known
    ]
    return tuple(differences)


def _head(read: ReadDocument, pack: PackDocument) -> Iterable[Difference]:
    for kind, ours, theirs in (
        ("title", pack.title, read.title),
        ("document_number", pack.number, read.document_number),
        ("issuer", pack.issuer, read.issuer),
        ("issued_on", str(pack.issued_on or ""), str(read.date or "")),
    ):
        if ours and theirs and plain(ours) != plain(theirs):
            yield Difference("题头", kind, (ours,), (theirs,))
    yield from _targets("总体目标", pack.goals, read.goals_outside_clauses, read.source_text)


def _clause(copy: ReadClause, clause: PackClause) -> Iterable[Difference]:
    for kind, in_pack, in_copy in (
        ("heading", clause.heading, copy.heading),
        ("chapter", clause.chapter, copy.chapter or ""),
    ):
        if in_pack and in_copy and plain(in_pack) != plain(in_copy):
            yield Difference(clause.number, kind, (in_pack,), (in_copy,))
    for role in ROLES:
        ours, theirs = clause.offices(role), named_in(copy, role)
        if {plain(name) for name in ours} != {plain(name) for name in theirs}:
            yield Difference(clause.number, role, _without(ours, theirs), _without(theirs, ours))
    yield from _targets(clause.number, clause.targets, copy.targets, copy.text)


def named_in(copy: ReadClause, role: str) -> tuple[str, ...]:
    """The copy's offices in a role; 责任单位 that it also counts as supporting or joint are not named twice."""
    names: tuple[str, ...] = getattr(copy, role)
    if role != "responsible":
        return names
    return _without(names, (*copy.lead, *copy.support, *copy.joint))


def _without(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    common = {plain(name) for name in others}
    return tuple(name for name in names if plain(name) not in common)


def _targets(
    place: str, ours: tuple[PackTarget, ...], theirs: tuple[Target, ...], text: str
) -> Iterable[Difference]:
    """A pack's target must stand in the copy's words; a copy's counted target must be in the pack."""
    words = plain(text)
    for target in ours:
        if plain(target.text) not in words and not any(_same(target, other) for other in theirs):
            yield Difference(place, "target_missing", in_pack=(target.text,))
        elif not _agrees(target, theirs):
            values = tuple(_figure(other) for other in theirs if _same_words(target, other))
            yield Difference(place, "target_value", (f"{target.text} {_figure(target)}",), values)
    for other in theirs:
        if other.kind in COUNTED_KINDS and not any(_same(target, other) for target in ours):
            yield Difference(place, "target_added", in_copy=(other.text,))


def _figure(target: PackTarget | Target) -> str:
    """The value, with the word that makes it a floor or a ceiling."""
    return f"{_BOUNDS[target.bound]}{target.value}"


def _agrees(ours: PackTarget, theirs: tuple[Target, ...]) -> bool:
    """Whether some target with the same words has the same value and, where the pack says it, the same bound; half a
    year in months is not compared."""
    measure = ours.measure.split("/")[0]
    alike = [
        other
        for other in theirs
        if _same_words(ours, other) and other.value is not None and other.measure == measure
    ]
    return (
        ours.value is None
        or not alike
        or any(ours.value == other.value and ours.bound in ("", other.bound) for other in alike)
    )


def _same_words(ours: PackTarget, theirs: Target) -> bool:
    a, b = plain(ours.text), plain(theirs.text)
    return a in b or b in a


def _same(ours: PackTarget, theirs: Target) -> bool:
    return _same_words(ours, theirs) or (
        ours.value is not None and theirs.value is not None and Decimal(ours.value) == theirs.value
    )
