"""What a session holds can be read only by the program that sealed it."""

from __future__ import annotations

from typing import Any

from huigong.portals.shared.sealed import keep, kept


def test_comes_back_as_it_was_and_cannot_be_read() -> None:
    session: dict[str, Any] = {}
    keep(session, "visit", {"answers": {"年龄": "36"}})
    assert "年龄" not in repr(session)
    assert kept(session, "visit") == {"answers": {"年龄": "36"}}


def test_a_text_moved_to_another_key_does_not_open() -> None:
    session: dict[str, Any] = {}
    keep(session, "visit", {"region": "510400"})
    session["login_code"] = session["visit"]
    assert kept(session, "login_code") == {}


def test_after_a_change_of_key_a_visit_begins_anew(settings: Any) -> None:
    session: dict[str, Any] = {}
    keep(session, "visit", {"region": "510400"})
    settings.SEALING_KEY = "ab" * 32
    assert kept(session, "visit") == {}
    assert "visit" not in session
