"""A clause reference as officers read it, with the place in the library it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.kernel.errors import DomainError
from huigong.policy.packs import library


@dataclass(frozen=True)
class ClauseLink:
    """`text` for the page; `document_id` is empty where the library has no such document."""

    ref: str
    text: str
    document_id: str = ""
    number: str = ""


def link(ref: str) -> ClauseLink:
    """`510400/panbanfa-2016-10#（六）` → 攀办发〔2016〕10号（六）; words that are no reference stay as they are."""
    document_id, _, number = ref.partition("#")
    try:
        document = library().document(document_id)
    except DomainError:
        return ClauseLink(ref, ref)
    # National laws are known by their name, local documents by their number.
    name = document.title if document.level == "nation" else document.number or document.title
    return ClauseLink(ref, f"{name}{number}", document.id, number)
