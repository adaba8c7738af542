"""Under a key that is not the database's nothing is answered, also where it could not be asked at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import OperationalError

from huigong.kernel.errors import DomainError, Unavailable
from huigong.portals.cli.routines import wait_for_database
from huigong.portals.shared import ownkey
from huigong.portals.shared.ownkey import OwnKey

DOWN, FOREIGN, OWN = (
    OperationalError("虚构的故障"),
    Unavailable("sealing.not_of_database", what="密钥不对"),
    None,
)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Exception | None]]:
    """What it says each time that it is asked; the list is what it has not been asked yet."""

    def says(*answers: Exception | None) -> list[Exception | None]:
        left = list(answers)

        def asked() -> None:
            if error := left.pop(0):
                raise error

        monkeypatch.setattr(ownkey, "require_own_key", asked)
        return left

    return says


def page(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"page"]


def status(application: OwnKey) -> str:
    told: list[str] = []
    b"".join(application({}, lambda line, headers: told.append(line)))
    return told[0][:3]


def test_a_database_that_was_down_is_asked_again_and_once(database: Any) -> None:
    left = database(DOWN, DOWN, OWN)
    application = OwnKey(page)
    assert [status(application) for _ in range(4)] == ["200"] * 4, "the page says that it is down"
    assert not left


def test_one_that_comes_up_beside_another_key_is_not_filled_on(database: Any) -> None:
    database(DOWN, FOREIGN, FOREIGN)
    application = OwnKey(page)
    assert [status(application) for _ in range(2)] == ["503", "503"]


def test_beside_another_key_no_application_is_made(database: Any) -> None:
    database(FOREIGN)
    with pytest.raises(DomainError):
        OwnKey(page)


def test_routines_wait_for_a_database_that_is_down(database: Any) -> None:
    left = database(DOWN, DOWN, OWN)
    wait_for_database(seconds=0)
    assert not left


def test_routines_do_not_begin_beside_another_key(database: Any) -> None:
    database(DOWN, FOREIGN)
    with pytest.raises(DomainError):
        wait_for_database(seconds=0)
