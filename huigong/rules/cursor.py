"""Where a reader stands in a list of tokens, and the errors for what it did not expect there."""

from __future__ import annotations

from huigong.kernel.packs import Place
from huigong.rules.errors import RuleError
from huigong.rules.tokens import Kind, Token


class Cursor:
    """Moves over tokens, the last of which is an END, and counts how deep it reads."""

    def __init__(self, tokens: list[Token], *, max_depth: int) -> None:
        self.tokens = tokens
        self.position = 0
        self.max_depth = max_depth
        self.levels = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.now
        self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.now.kind in (Kind.SYMBOL, Kind.KEYWORD) and self.now.text in texts

    def expect(self, text: str) -> Token:
        if not self.at(text):
            raise self.unexpected(f"“{text}”")
        return self.take()

    def unexpected(self, expected: str) -> RuleError:
        token = self.now
        seen = "规则到这里就结束了" if token.kind is Kind.END else f"这里写的是“{token.raw[:30]}”"
        return RuleError(
            "rule.unexpected",
            what=seen,
            why=f"这里应当是{expected}",
            do="请检查前后是否漏写、多写，括号是否成对",
            place=token.place,
            expected=expected,
        )

    def enter(self) -> None:
        """Counts one level of recursion; a level of the tree takes at most two, for its brackets."""
        self.levels += 1
        if self.levels > 2 * self.max_depth:
            raise too_deep(self.now.place, self.max_depth)


def too_deep(place: Place | None, limit: int) -> RuleError:
    """The error for a rule nested beyond `limit` levels."""
    return RuleError(
        "rule.too_deep",
        what=f"规则套得太深，超过{limit}层",
        do="请把其中一部分写成推算的事实，或拆成几条规则",
        place=place,
    )
