"""On PostgreSQL a backup is put back by the how-to, into another database: every row as it was, and the trail whole."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from huigong.directory.principals import SYSTEM
from huigong.files import backup
from tests import databases
from tests.unit.audit import trail
from tests.unit.casework.desk import PERMIT, POLICE_OFFICER, accepted
from tests.unit.files.handing import NOW, keep
from tests.unit.files.test_backup import huigong

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is copied, not dumped"),
]


def digests(**place: Any) -> dict[str, str]:
    """Table → digest of all its rows, whatever their order."""
    with connection.Database.connect(**{**connection.get_connection_params(), **place}) as database:
        tables = database.execute(
            "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        digest = "SELECT md5(coalesce(string_agg(line, chr(10) ORDER BY line), '')) FROM (SELECT t::text AS line FROM {} t) lines"
        return {name: database.execute(digest.format(name)).fetchone()[0] for (name,) in tables}


def test_every_row_is_there_again_and_the_installation_goes_on(folder: Path, tmp_path: Path) -> None:
    accepted(PERMIT, by=POLICE_OFFICER)
    keep()
    assert trail.is_whole()
    copy, into = tmp_path / "copy.huigong", tmp_path / "new"
    backup.make(copy, by=SYSTEM, now=NOW)
    held, before = backup.restore(copy, into=into), digests()
    assert held.database == backup.DUMP and held.files
    with databases.on_the_same_server() as url:
        name = urlsplit(url).path.removeprefix("/")
        subprocess.run(
            ["pg_restore", f"--dbname={name}", *server(), str(into / backup.DUMP)], check=True, env=password()
        )
        after = digests(dbname=name)
        assert len(before) > 50 and {table for table in before if before[table] != after.get(table)} == set()
        for key in Path(settings.DATA_FOLDER).glob("*.key"):
            shutil.copy(key, into)
        huigong(["set-up"], ["audit", "seal"], ["audit", "verify"], data=into, database=url)


def server() -> list[str]:
    """What names the server of this run to the tools of PostgreSQL."""
    options = {"--host": "HOST", "--port": "PORT", "--username": "USER"}
    place = connection.settings_dict
    return [f"{option}={place[given]}" for option, given in options.items() if place[given]]


def password() -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"])}
