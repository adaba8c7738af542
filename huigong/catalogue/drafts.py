"""One service as its file writes it, with what it inherits filled in and its clause references made full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huigong.catalogue.audience import merged
from huigong.kernel.packs import MarkedList, MarkedMapping, PackFile, Place
from huigong.kernel.packs.references import full_reference

OWN_KEYS = (
    *("id", "inherits", "overrides", "clauses"),
    *("valid_from", "valid_until", "lasting", "verified", "caution"),
)
_WITH_CLAUSES = ("rule", "for_whom", "holds", "co_leads")


@dataclass(frozen=True)
class Draft:
    """One service as written, before its parent's fields are filled in."""

    file: PackFile
    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw.get("id", ""))

    @property
    def inherits(self) -> bool:
        """Whether it states only what differs from the region above."""
        return self.raw.get("inherits") is True

    @property
    def place(self) -> Place:
        return getattr(self.raw, "place", None) or Place(self.file.name)

    def in_full(self) -> Draft:
        """This service with every short clause reference made a full one."""
        full = MarkedMapping.at(self.place)
        full.update(self.raw)
        full.places = getattr(self.raw, "places", {})
        for key in _WITH_CLAUSES:
            if key in full:
                full[key] = _absolute(full[key], self.file.document)
        return Draft(self.file, full)

    def filled_from(self, parent: Draft) -> Draft:
        """This service with the fields it leaves out taken from `parent`, each with its place there."""
        filled = MarkedMapping.at(self.place)
        for source, left_out in ((parent, OWN_KEYS), (self, ())):
            taken = {key: value for key, value in source.raw.items() if key not in left_out}
            for key in _WITH_CLAUSES:
                if key in taken:
                    taken[key] = _absolute(taken[key], source.file.document)
            if "for_whom" in taken:
                taken["for_whom"] = merged(filled.get("for_whom"), taken["for_whom"])
            filled.update(taken)
            filled.places.update(getattr(source.raw, "places", {}))
        return Draft(self.file, filled)


def _absolute(value: Any, document: str) -> Any:
    """`value` with every short 依据 or clause made a full clause reference; places stay."""
    if isinstance(value, MarkedMapping):
        mapping = MarkedMapping.at(value.place)
        mapping.places = value.places
        for key, part in value.items():
            short = key in ("依据", "clause") and isinstance(part, str)
            mapping[key] = full_reference(part, document) if short else _absolute(part, document)
        return mapping
    if isinstance(value, MarkedList):
        listed = MarkedList.at(value.place)
        listed.places = value.places
        listed.extend(_absolute(part, document) for part in value)
        return listed
    return value
