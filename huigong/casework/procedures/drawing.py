"""Which kinds of field each page can draw: no procedure may ask on a page for what the page cannot show."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.terms import Move, Who


@dataclass(frozen=True)
class Page:
    """A portal's pages of moves: whose moves are made there, and which fields they draw. `name` is for messages."""

    id: str
    name: str
    makes: frozenset[Who]
    kinds: frozenset[FieldKind]


_OWN = (
    Page("desk", "工作台", frozenset({Who.OFFICE, Who.PARTY}), frozenset(FieldKind)),
    # Offices to choose from are those of an official's region.
    Page("worker", "务工人员的网页", frozenset({Who.PARTY}), frozenset(FieldKind) - {FieldKind.OFFICE}),
)
_KNOWN = {page.id: page for page in _OWN}


def declare(page: Page) -> None:
    """Adds the pages of another portal. Raises `ValueError` for an id that is taken."""
    if _KNOWN.setdefault(page.id, page) != page:
        raise ValueError(f"page {page.id} is declared twice")


def get(page_id: str) -> Page:
    """Raises `KeyError` for pages that nobody declared."""
    return _KNOWN[page_id]


def lacking(move: Move, field: Field) -> tuple[Page, ...]:
    """The pages on which the move is made and this field of its form cannot be drawn."""
    pages = (page for page in _KNOWN.values() if move.who in page.makes)
    return tuple(page for page in pages if field.kind not in page.kinds)
