"""Fifty at the same moment for the last place: one has it, and without the condition in the update more would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection, transaction

from huigong.kernel.errors import DomainError
from huigong.offers.actions import closing
from huigong.offers.models import Request
from tests.unit.casework.desk import HOUSING_OFFICER
from tests.unit.offers import desk, rush


def program(word: str, folder: Path, packs: Path, tables: Path) -> int:
    """What `rush` prints, over a file of SQLite of its own."""
    folder.mkdir()
    shutil.copy(tables, folder / "huigong.sqlite3")
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.offers.rush", word],
        env={**env, "HUIGONG_DATA": str(folder), "HUIGONG_POLICIES": str(packs)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its own test is below")
def test_one_of_fifty_has_the_last_place_on_sqlite(
    tmp_path: Path, packs_with_offers: Path, tables: Path
) -> None:
    told = {
        word: program(word, tmp_path / word, packs_with_offers, tables) for word in ("guarded", "unguarded")
    }
    assert told == {"guarded": 1, "unguarded": rush.PEOPLE}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its own test is above")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("packs")
def test_one_of_fifty_has_the_last_place_on_postgresql() -> None:
    assert rush.guarded() == 1
    assert rush.unguarded() == rush.PEOPLE


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes at a time there")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("packs")
def test_whoever_asks_while_the_list_is_being_closed_is_told_so() -> None:
    """A request that came into no list would have been answered with its number."""
    plots = desk.offer("plots", 1)
    round = desk.opened("plots", plots)
    desk.ask(round, desk.somebody(1), plots)
    late, refused = desk.somebody(2), list[str]()

    def asks() -> None:
        try:
            desk.ask(round, late, plots)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connection.close()

    window = Thread(target=asks)
    with transaction.atomic():
        closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=desk.CLOSED)
        window.start()
        while window.is_alive() and not _somebody_waits():
            window.join(0.05)
    window.join()
    assert refused == ["round.not_open"]
    assert Request.objects.count() == 1


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
