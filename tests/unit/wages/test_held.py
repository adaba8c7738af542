"""While tables are read and compared nothing is locked, so that everybody else writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from django.db import connection

from huigong.funds.browsing import bank_files
from huigong.wages.actions import filings, months, paying
from huigong.wages.models import WorkerMonth
from tests.unit.wages.sites import COUNTY, NOW, SiteWorld, files, site_world, with_cells
from tests.unit.wages.test_filings import BOTH

Act = Callable[[SiteWorld, Mapping[str, tuple[str, bytes]]], object]
ACTS: Mapping[str, Act] = {
    "hand_in": lambda site, given: months.hand_in(
        by=site.officer, now=NOW, project_id=site.project_id, month="2026-10", files=given
    ),
    "make": lambda site, given: paying.make(
        by=site.officer,
        now=NOW,
        project_id=site.project_id,
        month="2026-10",
        profile=bank_files(COUNTY)[0][0],
        files=given,
    ),
    "file": lambda site, given: filings.file(
        by=site.officer, now=NOW, project_id=site.project_id, profiles=BOTH, files=given
    ),
}


class Watched(Mapping[str, tuple[str, bytes]]):
    """Files that note whether a transaction is open when they are read."""

    def __init__(self, held: Mapping[str, tuple[str, bytes]]) -> None:
        self._held, self.locked = held, list[bool]()

    def __getitem__(self, name: str) -> tuple[str, bytes]:
        self.locked.append(connection.in_atomic_block)
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ACTS)
def test_tables_are_read_before_anything_is_locked(act: str) -> None:
    site = site_world()
    world = with_cells(site.clean(), "projects", "", 总包单位="虚构建工")
    if act == "make":
        world = {name: world[name] for name in ("projects", "roster", "payroll")}
    given = Watched(files(world))
    ACTS[act](site, given)
    assert given.locked and not any(given.locked)
    assert WorkerMonth.objects.count() == (2 if act == "hand_in" else 0)
