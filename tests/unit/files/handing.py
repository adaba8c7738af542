"""Made-up people who hand files in and look at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from huigong.directory.principals import Principal
from huigong.files import actions
from huigong.files.models import StoredFile
from huigong.files.places import Place
from tests.unit.files import makers

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DRAFT, CASE = "test.draft", "test.case"
WORKER = Principal(account_id="a" * 32, name="虚构甲", person_id="b" * 32)
OFFICER = Principal(account_id="c" * 32, name="虚构经办")
STRANGER = Principal(account_id="d" * 32, name="虚构乙")
HOLDER = "e" * 32
PLACE = Place(owner="b" * 32, purpose=DRAFT, holder=HOLDER, person="b" * 32, region="510400")


def may_see(viewer: Any, holder: str) -> bool:
    """The worker and the officer, where the holder is theirs."""
    return holder.startswith("e") and viewer in (WORKER, OFFICER, OFFICER.with_visit(viewer.visit))


def keep(
    data: bytes | None = None, *, name: str = "合同.jpg", place: Place = PLACE, **given: Any
) -> StoredFile:
    data = makers.jpeg() if data is None else data
    return actions.keep(data=data, name=name, place=place, **{"by": WORKER, "now": NOW} | given)


def elsewhere(**changed: Any) -> Place:
    return replace(PLACE, **changed)


def stored(folder: Path) -> list[str]:
    """What lies in the store, unfinished things too."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
