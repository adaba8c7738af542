"""What a place says over the packs: read anew as soon as it changes, drawn anew where it is lost or spoilt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from huigong.kernel.packs import Kept, local
from huigong.kernel.packs.local import Laid, _Source

ROWS: list[dict[str, object]] = []
NEWEST = [0]


@pytest.fixture(autouse=True)
def known(local_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_drawn", {"invented": _Source(lambda: list(ROWS), lambda: NEWEST[-1])})
    monkeypatch.setattr(local, "_looked", {})
    ROWS.clear()


@pytest.fixture
def laid() -> Laid[tuple[str, ...]]:
    def over(packs: tuple[str, ...], rows: Sequence[dict[str, object]]) -> tuple[str, ...]:
        return (*packs, *(str(row["says"]) for row in rows))

    return Laid(Kept(lambda _folder, _report: ("packs",), told=False), name="invented", lay=over)


def test_without_a_file_the_packs_speak(laid: Laid[tuple[str, ...]], local_folder: Path) -> None:
    assert laid() == ("packs",)
    assert not local.draw("invented"), "nobody has said anything"
    assert not local_folder.exists()


def test_a_change_is_read_at_once_and_taken_back_too(laid: Laid[tuple[str, ...]]) -> None:
    before = local.marks()
    ROWS.append({"says": "here"})
    assert local.draw("invented")
    assert laid() == ("packs", "here")
    assert laid() is laid(), "read once"
    assert local.marks() != before
    assert not local.draw("invented"), "the same again"
    ROWS.clear()
    assert local.draw("invented")
    assert laid() == ("packs",)


def test_packs_of_another_folder_are_asked_alone(laid: Laid[tuple[str, ...]], tmp_path: Path) -> None:
    ROWS.append({"says": "here"})
    local.draw("invented")
    assert laid(tmp_path) == ("packs",)


@pytest.mark.parametrize("spoilt", ["", "[{", "\x00", "{}", "null", "[1]"])
def test_a_spoilt_file_gives_the_packs_and_heals(
    laid: Laid[tuple[str, ...]], local_folder: Path, spoilt: str
) -> None:
    ROWS.append({"says": "here"})
    local.draw("invented")
    (local_folder / "invented.json").write_text(spoilt)
    assert laid() == ("packs",)
    assert local.draw_all() == 1
    assert laid() == ("packs", "here")
    assert json.loads((local_folder / "invented.json").read_text()) == ROWS


def test_only_the_owner_reads_it(local_folder: Path) -> None:
    ROWS.append({"says": "here"})
    local.draw("invented")
    assert (local_folder / "invented.json").stat().st_mode & 0o077 == 0


def test_a_row_that_cannot_be_read_is_left_out_and_told(caplog: pytest.LogCaptureFixture) -> None:
    rows: list[dict[str, object]] = [
        {"number": "1"},
        {"number": "one"},
        {},
        {"number": None},
        {"number": "2"},
    ]
    assert list(local.readable("invented", rows, lambda row: int(str(row["number"])))) == [1, 2]
    assert [record.args for record in caplog.records] == [(2, "invented"), (3, "invented"), (4, "invented")]


def test_a_look_draws_what_was_said_elsewhere_or_spoilt_and_is_cheap_else(
    laid: Laid[tuple[str, ...]], local_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert local.look() == 0
    ROWS.append({"says": "elsewhere"})
    NEWEST.append(1)
    assert local.look() == 1
    assert laid() == ("packs", "elsewhere")
    monkeypatch.setattr(local, "draw", lambda _name: pytest.fail("nothing was said since"))
    assert local.look() == 0


def test_a_look_heals_a_lost_file(laid: Laid[tuple[str, ...]], local_folder: Path) -> None:
    ROWS.append({"says": "here"})
    local.look()
    (local_folder / "invented.json").unlink()
    assert local.look() == 1
    assert laid() == ("packs", "here")
