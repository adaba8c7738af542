"""The made-up county: the same for the same seed, loaded once, with a whole trail and no case without an owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from huigong.casework.queries import orphans
from huigong.casework.queries import tasks as task_queries
from huigong.demo import county, county_cases
from huigong.directory.actions import logins
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry.actions import people
from huigong.registry.fictitious import make_county
from tests.laid import laid
from tests.unit.audit.trail import is_whole, sealed
from tests.unit.registry.someone import new_person

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
PEOPLE = 80


@pytest.fixture
def folder(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return tmp_path


@pytest.fixture(scope="class")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Loaded]]:
    folder = tmp_path_factory.mktemp("county")
    with laid(lambda: load(folder), django_db_blocker) as county_is_there:
        yield county_is_there


Loaded = tuple[Path, dict[str, Principal]]


def load(folder: Path) -> Loaded:
    """Loads a county; where its password lies, and its officials."""
    opened: dict[str, Principal] = {}
    open_desks = county.open_desks

    def remembering(password: str, *, now: datetime) -> dict[str, Principal]:
        opened.update(open_desks(password, now=now))
        return opened

    with pytest.MonkeyPatch.context() as patch, override_settings(DATA_FOLDER=folder):
        patch.setattr(timezone, "now", lambda: NOW)
        patch.setattr(county, "open_desks", remembering)
        county.load(people_wanted=PEOPLE, seed=7, now=NOW)
    return folder, opened


@pytest.fixture
def desks(folder: Path, settings: Any, loaded: Callable[[], Loaded]) -> dict[str, Principal]:
    """The officials of a county just loaded."""
    settings.DATA_FOLDER, opened = loaded()
    return opened


def test_the_same_seed_makes_the_same_people() -> None:
    given = {"region": county.REGION, "elsewhere": county.ELSEWHERE, "on": TODAY, "people": PEOPLE}
    assert make_county(**given, seed=7) == make_county(**given, seed=7)
    assert make_county(**given, seed=7) != make_county(**given, seed=8)


def test_every_resident_number_is_its_own_and_nobodys() -> None:
    made = make_county(region=county.REGION, elsewhere=county.ELSEWHERE, on=TODAY, people=2000, seed=7)
    numbers = [each.resident_number for each in made.people]
    assert len(set(numbers)) == 2000
    assert {number[:6] for number in numbers} == {"510499"}


def test_nothing_is_loaded_beside_a_real_official_of_whatever_name(folder: Path) -> None:
    logins.open_official(
        by=SYSTEM, now=NOW, username="police", display_name="李某", grant=Grant("administrator", "510400")
    )
    assert not county.is_loaded()
    with pytest.raises(DomainError) as refused:
        county.run(["--people", "5"])
    assert refused.value.code == "county.not_empty"


def test_nothing_is_loaded_beside_a_real_person(folder: Path) -> None:
    people.register(by=SYSTEM, now=NOW, **asdict(new_person(1)))
    with pytest.raises(DomainError) as refused:
        county.run(["--people", "5"])
    assert refused.value.code == "county.not_empty"


def test_a_crash_leaves_an_empty_county(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power went off")

    monkeypatch.setattr(county_cases, "open_cases", broken)
    with pytest.raises(RuntimeError, match="power"):
        county.load(people_wanted=10, seed=7, now=NOW)
    assert not county.password_file().exists()
    assert sealed().checked == 0


class TestLoaded:
    """What is there once a county was loaded: no other test begins with it."""

    def test_a_loaded_county_has_a_whole_trail_and_no_orphans(self, desks: dict[str, Principal]) -> None:
        assert is_whole()
        assert orphans(SYSTEM, today=TODAY) == ()

    def test_a_desk_has_a_days_work(self, desks: dict[str, Principal]) -> None:
        rows = task_queries.mine(desks["police"], today=TODAY)
        assert {row.left.tone for row in rows} == {"late", "near", "ok", "none"}
        assert any(row.left.paused for row in rows)
        assert [row.kind for row in task_queries.mine(desks["hrss"], today=TODAY)].count("support") == 3

    def test_a_second_run_loads_nothing(
        self, desks: dict[str, Principal], capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = sealed().checked
        assert county.run(["--people", "5"]) == 0
        assert "已经装入" in capsys.readouterr().out
        assert sealed().checked == before

    def test_the_password_is_readable_by_its_owner_only(self, desks: dict[str, Principal]) -> None:
        file = Path(configured.DATA_FOLDER) / "county-password.txt"
        assert file.stat().st_mode & 0o077 == 0
        table = county.accounts_table("http://127.0.0.1:8000")
        assert file.read_text() in table
        assert all(desk.username in table for desk in county.DESK_ACCOUNTS)
