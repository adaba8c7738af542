"""A backup opens elsewhere with the same key and holds everything; one that was cut, changed or is another's does not."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huigong.audit import streams
from huigong.audit.fields import sealer
from huigong.audit.models import AuditEvent
from huigong.directory.principals import SYSTEM
from huigong.files import backup
from huigong.files.stores.folder import Folder
from huigong.kernel.errors import DomainError
from tests.unit.files.handing import NOW, keep, stored

pytestmark = pytest.mark.django_db(transaction=True)  # a copy shows what is committed
PACK = "510411/xuni-2026-1/services.yaml"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of local packs with one file."""
    place = tmp_path / "local"
    (place / PACK).parent.mkdir(parents=True)
    (place / PACK).write_text("虚构", encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(place))
    return place


@pytest.fixture
def made(tmp_path: Path, packs: Path) -> Path:
    """A backup with one file that somebody handed in."""
    keep()
    out = tmp_path / "copy.huigong"
    backup.make(out, by=SYSTEM, now=NOW)
    return out


def refused(source: Path, into: Path) -> str:
    with pytest.raises(DomainError) as error:
        backup.restore(source, into=into)
    assert not into.exists()
    assert not list(into.parent.glob(".restore-*"))
    return error.value.code


def test_everything_comes_back(made: Path, tmp_path: Path, folder: Path) -> None:
    into = tmp_path / "new"
    held = backup.restore(made, into=into)
    assert (held.files, held.packs, held.at) == (len(stored(folder)), 1, NOW.isoformat())
    assert (into / "policies" / PACK).read_text(encoding="utf-8") == "虚构"
    key = stored(folder)[0]
    assert b"".join(Folder(into / "files").get(key)) == b"".join(Folder(folder).get(key))
    assert oct((into / "files" / key[:2] / key).stat().st_mode)[-3:] == "600"


def test_the_database_comes_back_row_by_row(made: Path, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the other database is dumped by its own tool")
    held = backup.restore(made, into=tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new" / backup.SQLITE)) as copy:
        events = copy.execute("SELECT verb FROM audit_auditevent ORDER BY id").fetchall()
    assert [verb for (verb,) in events] == list(
        AuditEvent.objects.values_list("verb", flat=True).order_by("pk")
    )
    assert held.rows["audit_auditevent"] == len(events)
    assert events[-1] == ("files.backed_up",), "a copy of everything leaves an event, also inside the copy"


def test_nothing_plain_lies_in_the_backup_or_beside_it(made: Path) -> None:
    content = made.read_bytes()
    assert b"SQLite format" not in content
    assert "合同.jpg".encode() not in content
    assert [path for path in made.parent.iterdir() if path.name.startswith(".")] == []
    assert oct(made.stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("kept", [0, 10, 60_000, -1])
def test_a_backup_that_was_cut_restores_nothing(made: Path, tmp_path: Path, kept: int) -> None:
    made.write_bytes(made.read_bytes()[:kept])
    assert refused(made, tmp_path / "new") == "sealing.broken"


def test_a_backup_that_was_changed_restores_nothing(made: Path, tmp_path: Path) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    assert refused(made, tmp_path / "new") == "sealing.broken"


def test_another_key_opens_nothing_and_an_old_one_given_after_a_comma_does(
    made: Path, tmp_path: Path, settings: Any
) -> None:
    old, settings.SEALING_KEY = settings.SEALING_KEY, "22" * 32
    assert refused(made, tmp_path / "new") == "sealing.unknown_key"
    settings.SEALING_KEY = f"{'22' * 32},{old}"
    assert backup.restore(made, into=tmp_path / "new").packs == 1


def test_nothing_in_use_is_written_over(made: Path, tmp_path: Path) -> None:
    into = tmp_path / "used"
    into.mkdir()
    (into / "huigong.sqlite3").write_text("in use")
    with pytest.raises(DomainError) as error:
        backup.restore(made, into=into)
    assert error.value.code == "backup.place"
    assert (into / "huigong.sqlite3").read_text() == "in use"


def sealed_tar(out: Path, *names: str) -> Path:
    """A backup of our own key with members of these names."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, io.BytesIO(b"x"))
    plain.seek(0)
    out.write_bytes(b"".join(streams.seal(plain, sealer=sealer(), context=backup.CONTEXT)))
    return out


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "policies/../../outside",
        "/outside",
        "files/../outside",
        "sealing.key",
        "files/no-key",
        ".",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    source = sealed_tar(tmp_path / "copy.huigong", name)
    assert refused(source, tmp_path / "deep" / "new") == "backup.unreadable"
    assert not list(tmp_path.rglob("outside"))


def test_a_backup_without_its_list_or_without_its_database_restores_nothing(tmp_path: Path) -> None:
    source = sealed_tar(tmp_path / "copy.huigong", backup.HEADS)
    assert refused(source, tmp_path / "new") == "backup.incomplete"


def test_a_place_that_takes_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as error:
        backup.make(tmp_path / "no" / "folder" / "copy", by=SYSTEM, now=NOW)
    assert error.value.code == "backup.place"


def test_a_file_that_is_missing_stops_the_backup_and_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    monkeypatch.setattr(Folder, "get", lambda self, key: (_ for _ in ()).throw(OSError("gone")))
    out = tmp_path / "copy.huigong"
    with pytest.raises(DomainError):
        backup.make(out, by=SYSTEM, now=NOW)
    assert not out.exists()


# Each command in turn, until one fails: a process costs two seconds before it does anything.
PROGRAM = """
import json, sys
from huigong.__main__ import main
for words in json.loads(sys.argv[1]):
    if code := main(words):
        sys.exit(code)
"""


def huigong(*commands: Sequence[str], data: Path, database: str = "") -> str:
    """What the commands say, in a process of their own, with this data folder; `database` is the address of a server's."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUIGONG", "DJANGO", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(commands)],
        env={**environment, "HUIGONG_DATA": str(data)} | ({"DATABASE_URL": database} if database else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installation_goes_on_from_its_backup_with_its_keys(tmp_path: Path, tables: Path | None) -> None:
    """What the how-to says, each installation in a process of its own: set up, back up, restore, keys, verify."""
    first, second, copy = tmp_path / "first", tmp_path / "second", tmp_path / "copy.huigong"
    if tables:
        first.mkdir()
        shutil.copy(tables, first / backup.SQLITE)
    role = ("--role", "auditor", "--region", "510400")
    huigong(
        ["set-up"],
        ["account", "add", "shen-ji", "--name", "虚构审计", *role],
        ["audit", "seal"],
        ["backup", str(copy)],
        ["restore", str(copy), "--into", str(second)],
        data=first,
    )
    for key in first.glob("*.key"):
        shutil.copy(key, second)
    shutil.rmtree(first)
    seal, verify = ["audit", "seal"], ["audit", "verify"]
    assert "虚构审计" in huigong(["set-up"], ["account", "list"], seal, verify, data=second)
