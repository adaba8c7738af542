"""The words of the genre as tables: what each means, and a sentence in which it decides.

Every table of the reader is a tuple of `Cue` beside the code that uses it; one test takes
each example through the reader and expects what the cue means. The sentences are invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cue:
    """`form` is a regular expression, `example` a sentence with it, `means` what is then read."""

    form: str
    example: str
    means: str = ""


def worded(means: str, example: str, words: str) -> tuple[Cue, ...]:
    """A cue for each of the words, which `|` separates; the word stands at `{}` in the example."""
    return tuple(Cue(word, example.replace("{}", word), means) for word in words.split("|"))


def labels(means: str, example: str, words: str) -> tuple[Cue, ...]:
    """Like `worded`, for words that a colon follows."""
    return tuple(Cue(f"{word}[：:]", example.replace("{}", f"{word}："), means) for word in words.split("|"))


def any_of(*tables: Iterable[Cue]) -> str:
    """The expression that finds any of the cues, in their order."""
    return "|".join(dict.fromkeys(cue.form for table in tables for cue in table))
