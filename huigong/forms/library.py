"""What forms share: fields (`use:` in a list of fields) and whole steps (`use:` in a list of parts)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from huigong.forms.declaring import joined, merged
from huigong.forms.shapes import LIBRARY
from huigong.kernel.packs import Entry, MarkedMapping, Place, Report, files, nearest_name, place_of
from huigong.kernel.packs.places import MarkedList


@dataclass
class Library:
    """Shared fields and parts as loaded, by id."""

    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)


def read_library(folder: Path, report: Report) -> Library:
    """What the files `fields.yaml` below a policies folder share; what is wrong goes into the report."""
    shared = Library()
    for file in files(folder, "fields.yaml"):
        loaded = file.read(report)
        entry = None if loaded is None else LIBRARY.read(loaded, report=report, place=Place(file.name))
        if entry is not None:
            _take(entry, "fields", shared.fields)
            _take(entry, "parts", shared.parts)
    return shared


def _take(entry: Entry, key: str, into: dict[str, Any]) -> None:
    for raw in entry[key]:
        id = raw.get("id") if isinstance(raw, Mapping) else None
        if isinstance(id, str) and id not in into:
            into[id] = raw
        else:
            entry.wrong(key, f"公用的“{id}”没有名称，或者写了两次")


def with_parts(loaded: object, library: Library, report: Report) -> object:
    """A loaded form with its shared parts written out: their fields, those that the form names again in its own
    words, and then what it adds."""
    listed = loaded.get("parts") if isinstance(loaded, MarkedMapping) else None
    if not isinstance(loaded, MarkedMapping) or not isinstance(listed, MarkedList):
        return loaded
    whole, parts = merged(loaded, None), MarkedList.at(listed.place)
    for raw, place in zip(listed, listed.places, strict=True):
        parts.append(_whole_part(raw, library, report))
        parts.places.append(place)
    whole["parts"] = parts
    return whole


def _whole_part(raw: object, library: Library, report: Report) -> object:
    use = raw.get("use") if isinstance(raw, MarkedMapping) else None
    if not isinstance(raw, MarkedMapping) or not isinstance(use, str):
        return raw
    if use not in library.parts:
        nearest = nearest_name(use, library.parts)
        spot = Entry(f"分步“{use}”", place_of(raw) or Place(), raw, report)
        spot.wrong("use", "公用分步里没有它", f"是不是“{nearest}”？" if nearest else "", suggestion=nearest)
        return raw
    shared = library.parts[use]
    whole = merged(shared, raw)
    whole.pop("use")
    whole["fields"] = joined(shared.get("fields"), raw.get("fields"))
    return whole
