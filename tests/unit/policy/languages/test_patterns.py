"""A sentence that was kept filled in is found again, at a price that what people type cannot raise."""

from __future__ import annotations

import pytest

from huigong.policy.languages.words import Pattern

RECEIVED = Pattern(
    ("您办的“", "”已经收到，编号 ", "。"), ("service", "number"), "{service} arrived: {number}."
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("您办的“投诉”已经收到，编号 甲1。", {"service": "投诉", "number": "甲1"}),
        ("您办的“投诉。”已经收到，编号 甲1。", {"service": "投诉。", "number": "甲1"}),
        ("您办的“”已经收到，编号 甲1。", None),
        ("您办的“投诉”已经收到，编号 。", None),
        ("您办的“投诉”已经收到。", None),
        ("您办的“。", None),
        ("别的话。", None),
    ],
)
def test_the_parts_of_a_sentence(text: str, parts: dict[str, str] | None) -> None:
    assert RECEIVED.parts(text) == parts


def test_each_fixed_piece_is_looked_for_once() -> None:
    """A regular expression went back over every pair of pieces: 31 seconds for 2,000 characters."""
    names = tuple("abcdefgh")
    pattern = Pattern(("甲", *("乙",) * 7, "丙"), names, "")
    assert pattern.parts("甲" + "一乙" * 900 + "丁") is None
    filled = pattern.parts("甲" + "一乙" * 900 + "丙")
    assert filled is not None and filled["h"].count("乙") == 893
