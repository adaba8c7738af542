"""What the packs of this checkout hold, read once for all tests of a process and for the product that they call."""

from __future__ import annotations

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


def _whole(kept: Kept[T] | Laid[T]) -> T:
    """What was read, of which nothing may have been set aside; raises `PackError`."""
    value = kept(POLICIES)
    refuse(kept.troubles(POLICIES))
    return value
