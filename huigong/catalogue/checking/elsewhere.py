"""Checks that whoever is sent on to another service is sent from and to services that there are."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.elsewhere import read_elsewhere
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Report
from huigong.kernel.packs.errors import guess


def check(catalogue: Catalogue, folder: Path, report: Report) -> None:
    """Puts what is wrong into the report."""
    known = {service.id for service in catalogue.services}
    declared = catalogue.parameters.declarations
    for row in read_elsewhere(folder, report, facts=catalogue.facts, parameters=declared):
        for id in sorted({row.see, *row.of} - known):
            nearest, do = guess(id, known)
            report.add(
                PackError(
                    "elsewhere.service",
                    what=f"没有叫“{id}”的事项",
                    do=do,
                    place=row.place,
                    suggestion=nearest,
                )
            )
        if row.see in row.of:
            report.add(
                PackError(
                    "elsewhere.itself",
                    what=f"“{row.see}”不能让人另看它自己",
                    do="请从 of 里去掉",
                    place=row.place,
                )
            )
