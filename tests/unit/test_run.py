"""The commands of a checkout keep out of each other's way."""

from __future__ import annotations

from pathlib import Path

import pytest

import run


def test_a_second_demo_on_the_same_data_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with run.only_one_demo(tmp_path):
        with pytest.raises(SystemExit, match="HUIGONG_DATA"), run.only_one_demo(tmp_path):
            pass
        with run.only_one_demo(tmp_path / "another"):
            pass
    with run.only_one_demo(tmp_path):
        pass
