"""Which condition decided, for any engine with columns: the first reason that `explain` names."""

from __future__ import annotations

from collections.abc import Callable

from huigong.rules.compile.pieces import Made, Piece
from huigong.rules.compile.program import Program
from huigong.rules.compile.reasons import Conditions, Saying, deciding
from huigong.rules.nodes import Node
from huigong.rules.values import UNKNOWN, Answer, Type


def reason(
    program: Program[Made], node: Node, conditions: Conditions, say: Callable[[int], Made]
) -> Piece[Made]:
    """What gives `say` of the number of the deciding condition."""

    def condition(number: int) -> Piece[Made]:
        return Piece(say(number), Type.TEXT)

    def chain(tests: list[tuple[Node, Answer, Piece[Made]]], otherwise: Piece[Made]) -> Piece[Made]:
        last = program.writer.key(otherwise.made)
        while tests and program.writer.key(tests[-1][2].made) == last:
            tests = tests[:-1]
        if not tests:
            return otherwise
        parts = [program.once(program.add(part)) for part, _, _ in tests]
        lines = [
            (_test(program, part, deciding), why.made)
            for part, (_, deciding, why) in zip(parts, tests, strict=True)
        ]
        level = max(piece.level for piece in (*parts, *(why for _, _, why in tests), otherwise))
        return Piece(program.writer.cases(lines, otherwise.made), Type.TEXT, level)

    return deciding(node, conditions, Saying(condition, chain))


def _test(program: Program[Made], part: Piece[Made], deciding: Answer) -> Made:
    if deciding is UNKNOWN:
        return program.writer.opposite(program.writer.is_known(part.made))
    return part.made if deciding else program.writer.opposite(part.made)
