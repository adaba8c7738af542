"""Databases beside that of a run, for programs that tests start."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

_OURS = ("HUIGONG_D", "DJANGO", "DATABASE_URL")


@contextmanager
def of_its_own(data: Path, tables: Path | None) -> Iterator[dict[str, str]]:
    """The surroundings of a program with a data folder and a database of its own, of this run's kind and with its tables.

    `tables` as the fixture of that name gives it. No other connection to this run's database may be open on PostgreSQL.
    """
    data.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    kept["HUIGONG_DATA"] = str(data)
    if connection.vendor == "sqlite":
        if tables:
            shutil.copy(tables, data / "huigong.sqlite3")
        yield kept
    else:
        with on_the_same_server(template=str(connection.settings_dict["NAME"])) as url:
            yield {**kept, "DATABASE_URL": url}


@contextmanager
def on_the_same_server(*, template: str = "template0") -> Iterator[str]:
    """The address of a new database beside this run's on PostgreSQL, gone afterwards; a copy of `template`, empty without."""
    name = f"beside_{os.getpid()}"
    connection.close()  # nobody may look at what is copied
    place = {**connection.get_connection_params(), "dbname": "postgres"}
    with closing(connection.Database.connect(**place)) as server:
        server.autocommit = True
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
