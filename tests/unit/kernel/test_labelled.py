"""A word of the code with its term on screen."""

from __future__ import annotations

import pytest

from huigong.kernel.labelled import Labelled


class Season(Labelled):
    WET = "wet", "雨季"
    DRY = "dry", "旱季"


def test_a_member_is_its_value_and_carries_its_label() -> None:
    assert Season("wet") is Season.WET
    assert (Season.WET, f"{Season.DRY}", Season.DRY.label) == ("wet", "dry", "旱季")
    assert Season.choices() == [("wet", "雨季"), ("dry", "旱季")]


def test_an_unknown_value_is_no_member() -> None:
    with pytest.raises(ValueError, match="windy"):
        Season("windy")
