"""Reads the policy packs: one YAML reader, declared shapes, and every error with its place.

    report = Report()
    for file in files(folder(), "*/services/*.yaml"):
        entry = SERVICE.read(file.read(report), report=report)
    report.refuse()

The kinds of value stand in `kinds`, the shapes in `shapes`.
"""

from __future__ import annotations

from huigong.kernel.packs.errors import PackError, PackErrors, Report, nearest_name, refuse
from huigong.kernel.packs.files import (
    PackFile,
    entries,
    files,
    is_draft,
    load_file,
    reads,
    region_of,
    shared_file,
)
from huigong.kernel.packs.kept import Kept, read_all, troubles
from huigong.kernel.packs.places import Marked, MarkedList, MarkedMapping, Place, place_in, place_of
from huigong.kernel.packs.shapes import Entry, Shape
from huigong.kernel.packs.spoken import speaks
from huigong.kernel.packs.unread import unread
from huigong.kernel.packs.where import PACKAGE, VARIABLE, folder, local_folder
from huigong.kernel.packs.yaml_text import load

__all__ = [
    "PACKAGE",
    "VARIABLE",
    "Entry",
    "Kept",
    "Marked",
    "MarkedList",
    "MarkedMapping",
    "PackError",
    "PackErrors",
    "PackFile",
    "Place",
    "Report",
    "Shape",
    "entries",
    "files",
    "folder",
    "is_draft",
    "load",
    "load_file",
    "local_folder",
    "nearest_name",
    "place_in",
    "place_of",
    "read_all",
    "reads",
    "refuse",
    "region_of",
    "shared_file",
    "speaks",
    "troubles",
    "unread",
]
