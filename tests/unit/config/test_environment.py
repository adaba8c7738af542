"""A key is made once, whole, for its owner only; whoever comes second reads the first one's."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from huigong.config.environment import database, kept_secret, whole
from tests.shipped import without_services


def test_a_key_is_made_once_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "data" / "sealing.key"
    made = kept_secret(path)
    assert len(bytes.fromhex(made)) == 32
    assert kept_secret(path) == made
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == ["sealing.key"]


def test_what_the_product_writes_is_for_its_owner_only(tmp_path: Path) -> None:
    """Above all the database, which a library creates."""
    program = "from huigong.portals.cli.main import prepare_django as p; p(); open('made', 'w').close()"
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "HUIGONG_DATA": str(tmp_path / "data")},
    )
    assert (tmp_path / "made").stat().st_mode & 0o077 == 0


def test_another_web_server_can_load_the_application(tmp_path: Path) -> None:
    """With every pack read, as `huigong serve` does; the packs here are without services, which are read for long."""
    packs = without_services(tmp_path / "packs")
    program = (
        "from huigong.config.wsgi import application; from huigong.kernel import packs; "
        "from huigong import forms; from huigong.messages import templates; "
        "assert callable(application); "
        "assert all(each.has_read(packs.folder()) for each in (forms.book, templates.book.kept))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env={**environment, "HUIGONG_DATA": str(tmp_path / "data"), "HUIGONG_POLICIES": str(packs)},
    )


def test_starters_at_the_same_moment_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    with ThreadPoolExecutor(8) as starters:
        assert len(set(starters.map(lambda _: kept_secret(path), range(32)))) == 1


def test_a_whole_number_is_read_or_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert whole("HUIGONG_PROXIES", 7) == 7
    monkeypatch.setenv("HUIGONG_PROXIES", " 12 ")
    assert whole("HUIGONG_PROXIES", 7) == 12
    monkeypatch.setenv("HUIGONG_PROXIES", "0")
    assert whole("HUIGONG_PROXIES", 7, least=0) == 0
    for wrong in ("0", "-1", "many", "1.5", "²"):
        monkeypatch.setenv("HUIGONG_PROXIES", wrong)
        with pytest.raises(ValueError, match="HUIGONG_PROXIES"):
            whole("HUIGONG_PROXIES", 7)


def test_sqlite_acknowledges_only_what_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = database(tmp_path)
    connection = sqlite3.connect(settings["NAME"])
    connection.executescript(settings["OPTIONS"]["init_command"])
    asked = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
    }
    connection.close()
    assert asked == {"synchronous": 2, "journal_mode": "wal"}  # 2 is FULL: each commit waits for the disk


def test_postgres_compiles_no_question_of_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that is asked once and ends early is answered before it would be compiled."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@localhost/huigong")
    assert "-c jit=off" in database(tmp_path)["OPTIONS"]["options"]
