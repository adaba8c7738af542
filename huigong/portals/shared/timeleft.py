"""The chip of a time limit: its words are `TimeLeft.words`, said in the language of the page."""

from __future__ import annotations

from huigong.casework.tone import TimeLeft, Tone
from huigong.portals.shared.languages import said


def time_left(left: TimeLeft) -> tuple[str, str]:
    """The chip's kind and words: paused, late, near and fine differ in word, shape and colour."""
    return _kind(left), said(left.words)


def _kind(left: TimeLeft) -> str:
    if left.paused:
        return "paused"
    if left.due is None:
        return "no"
    return {Tone.LATE: "late", Tone.NEAR: "near"}.get(left.tone, "ok")
