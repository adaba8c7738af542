"""Where something stands in a file, and loaded YAML that knows it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where something stands in a file; line and column count from 1, in characters; line 0 is the whole file.

    A tuple, because the packs have half a million, and a tuple is made in a third of the time of a dataclass.
    """

    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        if self.file:
            return f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"第{self.line}行第{self.column}列"

    def moved(self, text: str) -> Place:
        """The place after reading `text` from here."""
        newlines = text.count("\n")
        column = len(text) - text.rfind("\n") if newlines else self.column + len(text)
        return Place(self.file, self.line + newlines, column)


class Marked(str):
    """Text with the place of its first character."""

    place: Place

    def __new__(cls, text: str, place: Place) -> Marked:
        word = super().__new__(cls, text)
        word.place = place
        return word


class MarkedMapping(dict[Any, Any]):
    """A mapping with the place of its first key; `places` has that of each value. Keys are `Marked` text."""

    place: Place
    places: dict[str, Place]

    @classmethod
    def at(cls, place: Place) -> MarkedMapping:
        """An empty mapping."""
        collection = cls()
        collection.place, collection.places = place, {}
        return collection


class MarkedList(list[Any]):
    """A list with the place of its beginning; `places` has that of each member."""

    place: Place
    places: list[Place]

    @classmethod
    def at(cls, place: Place) -> MarkedList:
        """An empty list."""
        collection = cls()
        collection.place, collection.places = place, []
        return collection


def place_of(value: object, otherwise: Place | None = None) -> Place | None:
    """Where a loaded value was written; `otherwise` for numbers, days and what was not loaded."""
    return value.place if isinstance(value, Marked | MarkedMapping | MarkedList) else otherwise


def place_in(container: object, key: object, otherwise: Place | None = None) -> Place | None:
    """Where a member of a loaded mapping or list was written, or else the container."""
    if isinstance(container, MarkedMapping) and isinstance(key, str) and key in container.places:
        return container.places[key]
    if isinstance(container, MarkedList) and isinstance(key, int):
        return container.places[key]
    return place_of(container, otherwise)
