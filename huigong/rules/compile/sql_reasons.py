"""Which condition decided, as SQL: the same first reason that `explain` names."""

from __future__ import annotations

from collections.abc import Callable

from huigong.rules.compile.reasons import Conditions, Writer, deciding
from huigong.rules.compile.sql import SqlProgram
from huigong.rules.compile.sql_pieces import Piece
from huigong.rules.nodes import Node
from huigong.rules.values import UNKNOWN, Answer, Type


def reason(program: SqlProgram, node: Node, conditions: Conditions, say: Callable[[int], str]) -> Piece:
    """The SQL of what `say` writes for the number of the deciding condition."""

    def condition(number: int) -> Piece:
        return Piece(say(number), Type.TEXT)

    def chain(tests: list[tuple[Node, Answer, Piece]], otherwise: Piece) -> Piece:
        while tests and tests[-1][2].text == otherwise.text:
            tests = tests[:-1]
        parts = [program.once(program.add(part)) for part, _, _ in tests]
        cases = "".join(
            f" WHEN {_test(part, wanted)} THEN {why.text}"
            for part, (_, wanted, why) in zip(parts, tests, strict=True)
        )
        level = max(piece.level for piece in (*parts, *(why for _, _, why in tests), otherwise))
        return Piece(f"CASE{cases} ELSE {otherwise.text} END" if cases else otherwise.text, Type.TEXT, level)

    return deciding(node, conditions, Writer(condition, chain))


def _test(part: Piece, wanted: Answer) -> str:
    return f"{part.text} IS NULL" if wanted is UNKNOWN else part.text if wanted else f"NOT {part.text}"
