"""Holds services against the law that they cite."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import Report
from huigong.policy.packs import Library


def check(catalogue: Catalogue, library: Library, folder: Path, report: Report) -> None:
    """Puts what contradicts the law cited into the report."""
