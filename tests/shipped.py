"""What the packs of this checkout hold, read once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from huigong.catalogue.examples import Example, read_examples
from huigong.catalogue.services import Catalogue, load_catalogue
from huigong.directory.offices import OfficeBook
from huigong.kernel.packs import Report
from huigong.policy.packs import Library, load_library

POLICIES = Path(__file__).resolve().parents[1] / "policies"


@cache
def shipped_catalogue() -> Catalogue:
    return load_catalogue(POLICIES)


@cache
def shipped_offices() -> OfficeBook:
    return OfficeBook.load(POLICIES)


@cache
def shipped_library() -> Library:
    return load_library(POLICIES)


@cache
def shipped_examples() -> tuple[Example, ...]:
    report = Report()
    examples = read_examples(POLICIES, report)
    report.refuse()
    return tuple(examples)
