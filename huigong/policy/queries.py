"""Reading the library. Everything here asks for the permission to read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from huigong.directory.principals import Permission, Principal
from huigong.kernel.errors import NotFound
from huigong.policy.documents import PackClause, PackDocument, System, region_of
from huigong.policy.drafting.pending import OpenPoint, open_points
from huigong.policy.models import DraftClause, PolicyDraft, SavedReading
from huigong.policy.packs import Lineage, library
from huigong.policy.search import SearchHit, search_library, words_of
from huigong.policy.shapes import ClauseView, DraftRow, DraftView

MOST_FOUND = 50  # readings that a search lists: their texts are looked through
EXCERPT = 40  # characters on each side of a word found in a saved text


@dataclass(frozen=True)
class CoverageRow:
    """One system: for each document of the table, the clauses that cover it (none: missing there)."""

    system: System
    cells: tuple[tuple[PackClause, ...], ...]


@dataclass(frozen=True)
class CoverageTable:
    """Systems down, documents across; `missing` lists for each document the systems it lacks."""

    documents: tuple[PackDocument, ...]
    rows: tuple[CoverageRow, ...]
    missing: tuple[tuple[System, ...], ...]


def documents(viewer: Principal) -> tuple[PackDocument, ...]:
    """All documents: nation first, then provinces and cities."""
    viewer.require(Permission.LIBRARY_READ)
    return tuple(library().documents.values())


def document(viewer: Principal, document_id: str) -> PackDocument:
    """Raises `DomainError` (`policy.document_unknown`)."""
    viewer.require(Permission.LIBRARY_READ)
    return library().document(document_id)


def lineage(viewer: Principal, document_id: str) -> Lineage:
    """What the document rests on and what rests on it. Raises `policy.document_unknown`."""
    viewer.require(Permission.LIBRARY_READ)
    return library().lineage(document_id)


def coverage_table(viewer: Principal, document_ids: Sequence[str] = ()) -> CoverageTable:
    """The systems by the given documents; without any, by every document known from its text."""
    viewer.require(Permission.LIBRARY_READ)
    known = library()
    chosen = tuple(known.document(document_id) for document_id in dict.fromkeys(document_ids)) or tuple(
        each for each in known.documents.values() if each.known_by == "text"
    )
    covered = {system.id: known.coverage(system.id) for system in known.systems}
    rows = tuple(
        CoverageRow(system, tuple(covered[system.id].get(each.id, ()) for each in chosen))
        for system in known.systems
    )
    missing = tuple(
        tuple(row.system for row in rows if not row.cells[column]) for column in range(len(chosen))
    )
    return CoverageTable(chosen, rows, missing)


def search(viewer: Principal, words: str) -> tuple[SearchHit, ...]:
    """Documents, clauses and saved readings that have every word; title before heading before summary."""
    viewer.require(Permission.LIBRARY_READ)
    split = words_of(words)
    return search_library(library(), split) + _search_readings(split)


def saved_readings(viewer: Principal) -> QuerySet[SavedReading]:
    """The readings, newest first, without their texts."""
    viewer.require(Permission.LIBRARY_READ)
    return SavedReading.objects.defer("text", "structure")


def saved_reading(viewer: Principal, public_id: str) -> SavedReading:
    """Raises `DomainError` (`policy.reading_unknown`, not found)."""
    viewer.require(Permission.LIBRARY_READ)
    try:
        return SavedReading.objects.get(public_id=public_id)
    except (SavedReading.DoesNotExist, ValidationError) as error:
        raise NotFound(
            "policy.reading_unknown", what="找不到这份读件。", why="编号不对。", do="请回到资料库重新选择。"
        ) from error


def drafts(viewer: Principal) -> tuple[DraftRow, ...]:
    """Open drafts of the regions where the viewer may edit the library, latest first; one question."""
    viewer.require(Permission.LIBRARY_EDIT)
    rows = PolicyDraft.objects.filter(status=PolicyDraft.Status.OPEN).annotate(
        total=Count("clauses"), done=Count("clauses", filter=Q(clauses__confirmed=True))
    )
    return tuple(
        DraftRow(
            public_id=str(row.public_id),
            document_id=row.document_id,
            title=str(row),
            begun_at=row.begun_at,
            clauses=row.total,
            confirmed=row.done,
        )
        for row in rows
        if viewer.can(Permission.LIBRARY_EDIT, region=region_of(row.document_id))
    )


def draft(viewer: Principal, public_id: str) -> DraftView:
    """A draft in whatever state, with its clauses in order. Raises `DomainError` (`policy.draft_unknown`)."""
    viewer.require(Permission.LIBRARY_EDIT)
    rows = PolicyDraft.objects.select_related("reading").prefetch_related("clauses")
    try:
        row = rows.get(public_id=public_id)
    except (PolicyDraft.DoesNotExist, ValidationError) as error:
        raise unknown_draft() from error
    if not viewer.can(Permission.LIBRARY_EDIT, region=region_of(row.document_id)):
        raise unknown_draft()
    clauses = row.clauses.all()
    first = min((clause.begins for clause in clauses), default=None)
    return DraftView(
        public_id=str(row.public_id),
        document_id=row.document_id,
        title=str(row),
        head=row.head,
        version=row.version,
        status=row.get_status_display(),
        is_open=row.status == PolicyDraft.Status.OPEN,
        opening=row.reading.text[:first],
        clauses=tuple(
            ClauseView(clause.place, clause.content, row.printed(clause), clause.confirmed, clause.version)
            for clause in clauses
        ),
    )


def open_points_of(
    draft: PolicyDraft | DraftView, clauses: Iterable[DraftClause | ClauseView]
) -> list[OpenPoint]:
    """What is open in the draft of these clauses, the head first."""
    contents = [(clause.place, clause.content) for clause in clauses]
    return open_points(draft.head, contents, region=region_of(draft.document_id))


def unknown_draft() -> NotFound:
    return NotFound(
        "policy.draft_unknown", what="找不到这份草稿。", why="编号不对。", do="请回到草稿列表重新选择。"
    )


def _search_readings(words: tuple[str, ...]) -> tuple[SearchHit, ...]:
    if not words:
        return ()
    each = [Q(title__icontains=word) | Q(text__icontains=word) for word in words]
    rows = SavedReading.objects.filter(reduce(and_, each))
    return tuple(
        SearchHit(
            ref=f"reading:{row.public_id}",
            document_id=row.matched_document_id,
            title=str(row),
            number="",
            heading="",
            excerpt=_around(row.text, words[0]),
            where=("text",),
            rank=0,
        )
        for row in rows.only("public_id", "title", "text", "matched_document_id", "source_name")[:MOST_FOUND]
    )


def _around(text: str, word: str) -> str:
    place = max(text.lower().find(word), 0)
    start, end = max(place - EXCERPT, 0), place + len(word) + EXCERPT
    return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"
