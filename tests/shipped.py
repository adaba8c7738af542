"""What the packs of this checkout hold, read once for all tests of a process and for the product that they call."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypeVar

from huigong.catalogue.examples import Example, examples
from huigong.catalogue.services import Catalogue, catalogue
from huigong.directory.offices import OfficeBook, book
from huigong.kernel.packs import Kept, refuse
from huigong.kernel.packs.local import Laid
from huigong.policy.packs import Library, shipped

POLICIES = Path(__file__).resolve().parents[1] / "policies"
T = TypeVar("T")


def shipped_catalogue() -> Catalogue:
    return _whole(catalogue)


def shipped_offices() -> OfficeBook:
    return _whole(book)


def shipped_library() -> Library:
    return _whole(shipped)


def shipped_examples() -> tuple[Example, ...]:
    return _whole(examples)


def without_services(folder: Path) -> Path:
    """The folder with a copy of the shipped packs in which there are no services."""
    nation, of_services = "100000", ("life_events.yaml", "questions.yaml")
    for path in (*POLICIES.glob("*.yaml"), *POLICIES.glob(f"{nation}/*.yaml")):
        if path.name not in of_services:
            copy = folder / path.relative_to(POLICIES)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    for part in ("facts", *(f"{nation}/{each}" for each in ("calendar", "codes", "messages", "notices"))):
        shutil.copytree(POLICIES / part, folder / part)
    return folder


def _whole(kept: Kept[T] | Laid[T]) -> T:
    """What was read, of which nothing may have been set aside; raises `PackError`."""
    value = kept(POLICIES)
    refuse(kept.troubles(POLICIES))
    return value
