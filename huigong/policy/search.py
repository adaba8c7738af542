"""Finding clauses by words, ranked by where the words stand.

The library holds tens of documents, so every search reads all of it: substrings
need no index and, unlike word segmentation, miss no Chinese word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huigong.policy.documents import PackClause, PackDocument
from huigong.policy.packs import Library

WEIGHTS = {"title": 8, "heading": 4, "office": 2, "summary": 1}
SEPARATORS = re.compile(r"[\s,，、;；。]+")


@dataclass(frozen=True)
class SearchHit:
    """A document, clause or saved reading that has every word.

    `ref` is a document id, a clause ref, or `reading:<public id>`; `where` names the
    fields with words in them, best first; a higher `rank` stands higher.
    """

    ref: str
    document_id: str
    title: str
    number: str
    heading: str
    excerpt: str
    where: tuple[str, ...]
    rank: int


def words_of(query: str) -> tuple[str, ...]:
    """The words to look for, each once, without width or case."""
    return tuple(dict.fromkeys(word for word in SEPARATORS.split(_plain(query)) if word))


def search_library(library: Library, words: tuple[str, ...]) -> tuple[SearchHit, ...]:
    """Documents and clauses with all the words, best first, then in the order of the library."""
    if not words:
        return ()
    hits = [hit for document in library.documents.values() for hit in _in_document(document, words)]
    return tuple(sorted(hits, key=lambda hit: -hit.rank))


def _in_document(document: PackDocument, words: tuple[str, ...]) -> Iterable[SearchHit]:
    title = " ".join(filter(None, [document.title, document.number, document.issuer]))
    where, rank = _ranked({"title": title}, words, needed=words)
    if rank:
        yield SearchHit(document.id, document.id, document.title, "", "", _about(document), where, rank)
    left = tuple(word for word in words if word not in _plain(title))
    for clause in document.clauses:
        # Words of the title narrow to the document; what is left must stand in the clause itself.
        where, rank = _ranked(_fields(clause), words, needed=left)
        if rank:
            rank += sum(WEIGHTS["title"] for word in words if word not in left)
            yield SearchHit(
                clause.ref,
                document.id,
                document.title,
                clause.number,
                clause.heading,
                clause.summary,
                where,
                rank,
            )


def _fields(clause: PackClause) -> Mapping[str, str]:
    return {
        "heading": f"{clause.number} {clause.heading}",
        "office": " ".join(duty.seen_as for duty in clause.duties),
        "summary": " ".join([clause.summary, *(target.text for target in clause.targets)]),
    }


def _ranked(
    fields: Mapping[str, str], words: tuple[str, ...], *, needed: tuple[str, ...]
) -> tuple[tuple[str, ...], int]:
    """The fields with some word, and the rank; nothing when a needed word is nowhere."""
    plain = {name: _plain(text) for name, text in fields.items()}
    if not all(any(word in text for text in plain.values()) for word in needed):
        return (), 0
    where = tuple(name for name in WEIGHTS if name in plain and any(word in plain[name] for word in words))
    rank = sum(WEIGHTS[name] for name in where for word in words if word in plain[name])
    return where, rank


def _about(document: PackDocument) -> str:
    return "，".join(filter(None, [document.number, document.issuer, f"{len(document.clauses)} 条"]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
