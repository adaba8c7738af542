"""A procedure that cannot be used is left out and said; nothing else stops."""

from __future__ import annotations

from dataclasses import replace

from huigong.casework.procedures import register
from huigong.casework.procedures.standard import STANDARD


def test_a_second_value_of_one_version_is_refused_before_it_is_registered() -> None:
    assert register.refusals(STANDARD) == []
    assert register.refusals(replace(STANDARD, name="另一个")) == ["another value has this id and version 1"]
    assert register.version(STANDARD.id, STANDARD.version) is STANDARD
