"""Where a file is handed in: with which holder of which purpose, and what may be put there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from huigong.files.content.kinds import EVERYTHING, Kind


@dataclass(frozen=True)
class Place:
    """`owner` is whose the files are: the public id of a person or an account, or the digest of a visit.

    `holder` is the public id of a case, a draft, a letter; `most` bounds how many files it takes.
    `person` (public id) is whom the files tell of, and `region` where, for the trail; both empty while
    nobody is registered. `field` is the path of the field of a form that the files answer
    (`证据`, `入学孩子.2.户口簿`), "" for none.
    """

    owner: str
    purpose: str
    holder: str
    kinds: frozenset[Kind] = EVERYTHING
    most: int = 30
    person: str = ""
    region: str = ""
    field: str = ""

    def written(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**vars(self), "kinds": sorted(self.kinds)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Reads what `written` gave; kinds that are no longer accepted are left out."""
        return cls(**{**kept, "kinds": kinds_of(kept["kinds"])})


def kinds_of(values: Iterable[str]) -> frozenset[Kind]:
    return frozenset(kind for kind in Kind if kind in set(values))
