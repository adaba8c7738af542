"""A file is there whole or not at all, and nobody but its owner ever reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huigong.kernel.wholefiles import written_whole


def test_the_file_takes_its_place_when_the_block_ends(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("earlier")
    with written_whole(out) as part:
        assert part.stat().st_mode & 0o777 == 0o600
        part.write_text("new")
        assert out.read_text() == "earlier"
    assert out.read_text() == "new" and out.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_broken_off_the_earlier_one_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("earlier")

    def breaks_off() -> None:
        with written_whole(out) as part:
            part.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_off()
    assert out.read_text() == "earlier" and list(tmp_path.iterdir()) == [out]


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """`--out /dev/null` by an administrator would make a plain file of it."""
    out = tmp_path / "pipe"
    os.mkfifo(out)
    with pytest.raises(FileExistsError), written_whole(out):
        pass
    assert out.is_fifo() and list(tmp_path.iterdir()) == [out]


def test_a_file_put_in_the_place_by_others_is_closed_to_others(tmp_path: Path) -> None:
    with written_whole(tmp_path / "out") as part:
        part.unlink()
        part.write_text("an engine's own")
        part.chmod(0o644)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_two_writers_share_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with written_whole(out) as first, written_whole(out) as second:
        first.write_text("first")
        second.write_text("second")
    assert out.read_text() == "first"
