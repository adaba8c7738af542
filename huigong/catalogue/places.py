"""What decides whose office answers for a service: the kinds of place in `policies/places.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from huigong.kernel.packs import Entry, Place, Report, Shape, shared_file, speaks
from huigong.kernel.packs.kinds import flag, mapped, named, text, texts

FILE: Final = "places.yaml"


@dataclass(frozen=True)
class Whereabouts:
    """A kind of place: the worker's home, the employer's seat, the place of one insurance.

    Attributes:
        words, whose: its name (`干活的地方`), and as the person's own before an office (`您户口所在地`).
        facts, unless: what says where it is, the one that is asked first in front; where one of `unless` is true, only
            that one does.
        is_here: where the place that somebody asks about is this one until a fact names another.
        as_good: a form may ask for a fact of these in its stead.
        clause, verified: the article that makes this place decide; False where none was found.
    """

    id: str
    words: str
    whose: str
    facts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    is_here: bool = False
    as_good: tuple[str, ...] = ()
    clause: str = ""
    verified: bool = True
    written_at: Place = field(default=Place(), compare=False, repr=False)

    @property
    def reads(self) -> tuple[str, ...]:
        """Every fact that has a say in where it is."""
        return (*self.facts, *self.unless)


Places = Mapping[str, Whereabouts]
"""The kinds of place by id."""

_PLACE = Shape(
    "地方",
    {
        "words": text(said=True),
        "whose": text("", said=True),
        "facts": texts(said=True),
        "unless": texts(),
        "here": flag(False),
        "as_good": texts(),
        "clause": text(""),
        "verified": flag(True),
    },
)
_PLACES = Shape("各种地方", {"places": mapped(named(_PLACE), inside=_PLACE)})
speaks("places", after="forms", shared=(FILE,), shape=_PLACES)


def read_places(folder: Path) -> Places:
    """The kinds of place of a policies folder, none where it has no such file; raises `PackError` for a wrong one."""
    file, report = shared_file(folder, FILE), Report()
    if not file.path.exists():
        return {}
    entry = _PLACES.require(file.read(report), report=report, place=Place(FILE))
    return {id: _whereabouts(id, row) for id, row in entry["places"].items()}


def _whereabouts(id: str, row: Entry) -> Whereabouts:
    same = {key: row[key] for key in ("words", "facts", "unless", "as_good", "clause", "verified")}
    return Whereabouts(
        **same, id=id, whose=row["whose"] or row["words"], is_here=row["here"], written_at=row.place
    )
