"""What `huigong pack check` asks besides the catalogue's own checks: each folder registers what it reads from the packs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import Report, unread
from huigong.kernel.registries import Registered

Beside = Callable[[Path, PackCheck, Report], None]
"""Puts into the report what is wrong with one kind of file of the packs below a folder, held against what `check_packs` has read of them."""

_KNOWN: Registered[Beside] = Registered()


def register(check: Beside) -> None:
    """Makes a check known."""
    _KNOWN.add(check)


def run(folder: Path, check: PackCheck) -> None:
    """Every registered check, on what `check_packs` has read; then the files that none of them asked for."""
    report = Report()
    for beside in _KNOWN:
        beside(folder, check, report)
    unread(folder, report)
    check.errors += report.errors
