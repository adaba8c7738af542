"""A clause reference as people cite it: 《居住证暂行条例》第二条."""

from __future__ import annotations

from huigong.kernel.errors import DomainError
from huigong.policy.packs import Library
from huigong.policy.packs import library as installed

_INNER = str.maketrans("《》", "〈〉")  # a title inside a title takes the smaller marks


def cite(reference: str, library: Library | None = None) -> str:
    """`100000/residence-permit-regulation#第二条` → `《居住证暂行条例》（国务院令第663号）第二条`.

    A reference to a document that no pack holds is shown as it is written.
    """
    document_id, _, number = reference.partition("#")
    try:
        document = (library or installed()).document(document_id)
    except DomainError:
        return reference
    printed = f"（{document.number}）" if document.number else ""
    title = document.title.translate(_INNER)
    return f"《{title}》{printed}{number}"
