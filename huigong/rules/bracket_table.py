"""Reads a table of brackets as officers write it in YAML: what to look at, and a line for each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huigong.kernel.packs import Place, place_of
from huigong.rules.errors import RuleError
from huigong.rules.grammar import LIMITS, fixed_bound
from huigong.rules.nodes import Bracket, Brackets, Node

Read = Callable[[object, Place | None], Node]
_EXAMPLE = "看: 居住月数、表: 每行 {不超过: 6, 取: 0}，最后一行 {其余: 1}"


def bracket_table(value: object, *, where: Place | None, read: Read) -> Brackets:
    """The tree of `{看: A, 表: [{不超过: 50, 取: x}, {不满: 100, 取: y}, {其余: z}]}`.

    `read` reads one part; raises `RuleError` with the place of the line that is wrong.
    """
    place = place_of(value, where)
    if not isinstance(value, dict) or set(value) != {"看", "表"}:
        raise _not_a_table("“分段”下面要写“看”和“表”", place)
    lines = value["表"]
    if not isinstance(lines, list) or len(lines) < 2:
        raise _not_a_table("“表”要列出至少一行“不超过”或“不满”，最后一行“其余”", place_of(lines, place))
    *steps, last = lines
    if not isinstance(last, dict) or set(last) != {"其余"}:
        raise _not_a_table("“表”的最后一行应当只写“其余”", place_of(last, place))
    read_steps = tuple(_step(line, where=place_of(line, place), read=read) for line in steps)
    return Brackets(
        read(value["看"], place), read_steps, read(last["其余"], place_of(last, place)), place=place
    )


def _step(line: Any, *, where: Place | None, read: Read) -> Bracket:
    limits = [limit for limit in LIMITS if isinstance(line, dict) and limit in line]
    if len(limits) != 1 or set(line) != {limits[0], "取"}:
        raise _not_a_table("“表”的每一行要写“不超过”或“不满”之一，和“取”", where)
    written = line[limits[0]]
    upper = fixed_bound(read(written, where), place_of(written, where))
    return Bracket(limits[0], upper, read(line["取"], where))


def _not_a_table(what: str, place: Place | None) -> RuleError:
    return RuleError("rule.bracket_table", what=what, do=f"例如 {_EXAMPLE}", place=place, expected=_EXAMPLE)
