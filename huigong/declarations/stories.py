"""Examples of what is declared, one way for all engines: under one key, at least one of what is written whole, and one sentence
where a declaration makes of an example something else than it says.

Each engine has a shape of its own for what is given and what comes of it; `pack check` plays them all.
"""

from __future__ import annotations

from typing import Final

from huigong.declarations.shelf import Written
from huigong.kernel.packs import Entry

EXAMPLES: Final = "examples"
PARAMETERS: Final = "parameters"  # what an example takes for numbers that a place has still to set


def examples_of(written: Written) -> tuple[Entry, ...]:
    """Those of a file; notes where one that is written whole has none."""
    examples: tuple[Entry, ...] = written.entry[EXAMPLES]
    if not examples and not written.inherits:
        spot = written.entry.spot(EXAMPLES)
        spot.wrong("没有例子", "请写发生了什么、哪一天看、应当是什么样", code="packs.missing")
    return examples


def differs(entry: Entry, key: str, became: str) -> None:
    """Notes that what an example says under a key is not what came of it."""
    entry.wrong(key, *came_out(became))


def came_out(became: str) -> tuple[str, str]:
    """What is wrong with an example of which something else came, and what to do."""
    return f"按声明得出的是：{became or '没有'}", "请改声明，或者改例子"
