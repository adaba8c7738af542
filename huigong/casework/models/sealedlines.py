"""Lines that people typed, kept sealed."""

from __future__ import annotations

from huigong.casework.models.sealedjson import SealedJSONField


class SealedLinesField(SealedJSONField):
    """A list of lines that only the running program reads."""

    empty = list
