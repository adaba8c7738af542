"""What every test may use, and what no test may do."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.db.models.query import ModelIterable, QuerySet
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from huigong.audit.addonly import AddOnly
from huigong.kernel.frames import roomy
from tests import migrated, replayed
from tests.effort import PRODUCT, RELEASE

# No test depends on how fast the machine is.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(RELEASE, parent=settings.get_profile("house"))
settings.load_profile("house")

IN_A_ROOMY_CALL = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the real documents (seeds/, corpus/, facts/)."""
    named = os.environ.get("HUIGONG_CORPUS")
    if not named:
        pytest.skip("HUIGONG_CORPUS does not name the folder with the real documents")
    return Path(named)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also the tests that only a release runs")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--all"):
        settings.load_profile(RELEASE)
    # Nearly everything that is made while tests are gathered and packs are read stays: looking for what
    # may go after each 700 new things took 4 % of the processor time.
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> pytest.ExitCode | int | None:
    """The whole run in one roomy call: pages and walks of trees met the end of a piece of frames in every file."""
    if config.stash.get(IN_A_ROOMY_CALL, False):
        return None
    config.stash[IN_A_ROOMY_CALL] = True
    return roomy(config.hook.pytest_cmdline_main)(config=config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "corpus" in fixtures:
            item.add_marker(pytest.mark.corpus)
        if "spark" in fixtures:
            item.add_marker(pytest.mark.release)
    if not config.getoption("--all"):
        leave_for_a_release(config, items)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not go over it again with every test."""
    gc.collect()
    gc.freeze()


def leave_for_a_release(config: pytest.Config, items: list[pytest.Item]) -> None:
    waiting = [item for item in items if item.get_closest_marker("release")]
    if waiting:
        config.hook.pytest_deselected(items=waiting)
        items[:] = [item for item in items if not item.get_closest_marker("release")]


@pytest.fixture(scope="session")
def tables_of_before(pytestconfig: pytest.Config) -> Path | None:
    """Where tables that an earlier run has made lie, or are to be kept; see `tests/migrated.py`."""
    cache = getattr(pytestconfig, "cache", None)
    return migrated.file(cache.mkdir("tables")) if cache and connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def tables_are_taken(tables_of_before: Path | None) -> None:
    """The empty database of this run begins with the tables that are kept; what is new is migrated as always."""
    if tables_of_before is None or not tables_of_before.exists():
        return

    def take(connection: Any, **_: object) -> None:
        connection_created.disconnect(take)
        migrated.fill(connection.connection, tables_of_before)

    connection_created.connect(take, weak=False)


@pytest.fixture(scope="session")
def django_db_setup(
    tables_are_taken: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tables_of_before: Path | None,
) -> None:
    """The tests' database, whose tables are kept for the next run."""
    if tables_of_before is not None and not tables_of_before.exists():
        with django_db_blocker.unblock():
            connection.ensure_connection()
            migrated.keep(connection.connection, tables_of_before)


@pytest.fixture(scope="session")
def tables(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """A file of SQLite with the tables of this run's database and no row, which saves a program that is started
    migrating an empty one; None where this run is on another database."""
    if connection.vendor != "sqlite":
        return None
    path = tmp_path_factory.mktemp("tables") / "huigong.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return path


@pytest.fixture
def monkeypatch(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Pytest's own; rows that were written without what a test patches are not written again in it."""
    with replayed.watched(monkeypatch):
        yield monkeypatch


@pytest.fixture
def local_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What places say of themselves is drawn into a folder of this test's own; at once, since a test commits nothing."""
    monkeypatch.setenv("HUIGONG_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_how: act())
    return tmp_path / "data" / "local"


@pytest.fixture(autouse=True, scope="session")
def every_list_is_ordered() -> Iterator[None]:
    """A list of rows without an order is a different list on another day or another database."""
    rows = ModelIterable.__iter__

    def ordered_rows(self: ModelIterable) -> Iterator[object]:
        first = None
        for count, row in enumerate(rows(self), start=1):
            if count == 2 and not is_ordered(self.queryset):
                raise AssertionError(f"a list of {type(row).__name__} is read without an order")
            first = first or row
            yield row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ModelIterable, "__iter__", ordered_rows)
        yield


@pytest.fixture(autouse=True, scope="session")
def what_is_only_added_may_be_emptied_after_a_test() -> Iterator[None]:
    """A test that commits is followed by emptying every table; the trail, decisions and letters refuse that on purpose.

    Django's permissions and content types are not written anew each time: ten times the work, and nobody reads them.
    """

    def lift_empty_and_restore(self: TransactionTestCase) -> None:
        for kept in protections():
            kept.remove(connection)
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        for kept in protections():
            kept.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_empty_and_restore)
        yield


@cache
def protections() -> tuple[Any, ...]:
    """What keeps tables add-only, of every folder that has a `triggers.py`: its own `install` and `remove`, or values that have them."""
    modules = [
        import_module(f"huigong.{path.parent.name}.triggers")
        for path in sorted(PRODUCT.glob("*/triggers.py"))
    ]
    return tuple(
        kept
        for module in modules
        for kept in ([module] if hasattr(module, "install") else vars(module).values())
        if kept is module or isinstance(kept, AddOnly)
    )


def is_ordered(rows: QuerySet) -> bool:
    # Sets of ids are read to be looked up by key; their order says nothing. Nor does that of Django's own tables, and
    # of the models as a migration sees them, while the database is set up.
    whose = rows.model._meta.app_label
    return (
        rows.ordered
        or rows.query.combinator is not None
        or whose in ("migrations", "contenttypes", "auth")
        or rows.model.__module__ == "__fake__"
    )
