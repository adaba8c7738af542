"""A service says in full whom it is for."""

from __future__ import annotations

from huigong.catalogue.entries import PublicService
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Report

_SAID = {"age": "年龄", "population": "哪些人"}


def check(catalogue: Catalogue, report: Report) -> None:
    """Reports each version that leaves out the age, or for which people it is."""
    for service in catalogue.services:
        missing = [_SAID[word] for word in service.audience.missing]
        if missing:
            report.add(_said(service, missing))


def _said(service: PublicService, missing: list[str]) -> PackError:
    return PackError(
        "pack.for_whom",
        what=f"“{service.name}”的 for_whom 没有写{'、'.join(missing)}",
        why="没有写的，谁都可能被答“可以”，孩子和不该办的人也在内",
        do="请写明给谁办：年龄（或 none 和原因）、哪些人，附上条款",
        place=service.place,
    )
