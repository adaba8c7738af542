"""The grammar of expressions, read by climbing precedence.

From loosest to tightest: 若, 或, 且, 非, comparison and 属于, + -, * /, minus.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from huigong.kernel.packs import Place
from huigong.rules import literals
from huigong.rules.bar_grammar import time_bar
from huigong.rules.cursor import Cursor
from huigong.rules.errors import RuleError, unknown_name
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Bracket,
    Brackets,
    Choice,
    Cited,
    Compare,
    Constant,
    Fact,
    FactReference,
    FullSpan,
    JudgementDate,
    Largest,
    Later,
    Member,
    Negate,
    Node,
    Not,
    Parameter,
    Rounded,
    Smallest,
    When,
)
from huigong.rules.tokens import Kind, Token
from huigong.rules.values import Type

COMPARISONS: Final = ("=", "≠", "<", "≤", ">", "≥")
SPANS: Final = ("满月数", "满年数", "周岁", "满天数")
LATER: Final = ("月后", "天后")
ROUNDINGS: Final = ("向上取整", "向下取整", "四舍五入")
LIMITS: Final = ("不超过", "不满")
FUNCTIONS: Final = (*SPANS, *LATER, *ROUNDINGS, "最小", "最大", "分段", "期限内")

LOOSEST, OR, AND, NOT, COMPARE, SUM, PRODUCT, MINUS = range(8)
POWERS: Final = {
    "或": OR,
    "且": AND,
    **dict.fromkeys((*COMPARISONS, "属于", "不属于"), COMPARE),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/"), PRODUCT),
}


class Grammar(Cursor):
    """Reads one list of tokens into one tree."""

    def __init__(self, tokens: list[Token], *, facts: Mapping[str, Fact], max_depth: int) -> None:
        super().__init__(tokens, max_depth=max_depth)
        self.facts = facts
        known = getattr(facts, "options", None)
        self.options: Collection[str] = options_of(facts) if known is None else known

    def whole(self) -> Node:
        """The tree of all tokens; raises `RuleError` when some are left over."""
        tree = self.expression(LOOSEST)
        if self.now.kind is not Kind.END:
            raise self.unexpected("且、或、比较符号或结尾")
        return tree

    def expression(self, level: int) -> Node:
        """An expression whose operators bind at least as tightly as `level`."""
        self.enter()
        left = self.prefix()
        while (power := self.infix_power()) >= max(level, OR):
            left = self.infix(left, power)
        self.levels -= 1
        return left

    def infix_power(self) -> int:
        return POWERS.get(self.now.text, -1) if self.at(*POWERS) else -1

    def infix(self, left: Node, power: int) -> Node:
        operator = self.now.text
        if power in (OR, AND):
            parts = [left]
            while self.at(operator):
                self.take()
                parts.append(self.expression(power + 1))
            return (AnyOf if power == OR else AllOf)(tuple(parts), place=left.place)
        self.take()
        if power == COMPARE:
            return self.comparison(left, operator)
        return Arithmetic(operator, left, self.expression(power + 1), place=left.place)

    def comparison(self, left: Node, operator: str) -> Node:
        if operator in COMPARISONS:
            result: Node = Compare(operator, left, self.expression(SUM), place=left.place)
        else:
            result = Member(left, self.member_options(), place=left.place)
            if operator == "不属于":
                result = Not(result, place=left.place)
        if self.infix_power() == COMPARE:
            raise self.unexpected("“且”或结尾（比较不能连写，请写成 A 且 B）")
        return result

    def member_options(self) -> tuple[Constant | Choice, ...]:
        self.expect("(")
        options = [self.member_option()]
        while self.at(","):
            self.take()
            options.append(self.member_option())
        self.expect(")")
        return tuple(options)

    def member_option(self) -> Constant | Choice:
        place = self.now.place
        option = self.prefix()
        if not isinstance(option, Constant | Choice):
            raise RuleError(
                "rule.option_not_constant",
                what="“属于”后面的括号里只能写固定的值",
                place=place,
                expected="选项、数字、日期或文字",
            )
        return option

    def prefix(self) -> Node:
        token = self.now
        if self.at("非"):
            self.take()
            return Not(self.expression(NOT), place=token.place)
        if self.at("-"):
            self.take()
            if self.now.kind is Kind.NUMBER:
                return literals.number(self.take(), negative=True)
            return Negate(self.expression(MINUS), place=token.place)
        if self.at("若"):
            return self.when()
        if self.at("("):
            return self.bracketed()
        return self.atom()

    def when(self) -> Node:
        place = self.take().place
        condition = self.expression(OR)
        self.expect("则")
        then = self.expression(OR)
        self.expect("否则")
        return When(condition, then, self.expression(LOOSEST), place=place)

    def bracketed(self) -> Node:
        place = self.take().place
        inside = self.expression(LOOSEST)
        self.expect(")")
        while self.now.kind is Kind.CITATION:
            clause, _, phrase = self.take().text.partition("｜")
            inside = Cited(inside, clause.strip(), phrase.strip(), place=place)
        return inside

    def atom(self) -> Node:
        token = self.now
        match token.kind, token.text:
            case Kind.NUMBER, _:
                return literals.number(self.take())
            case Kind.DATE, _:
                return literals.day(self.take())
            case Kind.TEXT, _:
                return literals.text(self.take())
            case Kind.PARAMETER, name:
                return Parameter(name, place=self.take().place)
            case Kind.KEYWORD, "判定日期":
                return JudgementDate(place=self.take().place)
            case Kind.KEYWORD, "是" | "否":
                return Constant(Type.BOOL, token.text == "是", place=self.take().place)
            case Kind.NAME, _:
                return self.named()
        raise self.unexpected("事实名称、数字、日期或“(”")

    def named(self) -> Node:
        token = self.take()
        if token.text in FUNCTIONS and self.at("("):
            return self.function(token)
        if (fact := self.facts.get(token.text)) is not None:
            return FactReference(token.text, fact, place=token.place)
        if token.text in self.options:
            return Choice(token.text, place=token.place)
        raise self.not_declared(token)

    def not_declared(self, token: Token) -> RuleError:
        known = [*self.facts, *self.options, *FUNCTIONS]
        error = unknown_name(
            "rule.unknown_fact", kind="事实", name=token.text, known=known, place=token.place
        )
        if any(word in token.text[1:] for word in "且或"):
            error.why = "“且”“或”“非”前后要有空格或括号，否则会被当作名称的一部分"
        return error

    def function(self, token: Token) -> Node:
        if token.text == "分段":
            return self.brackets(token.place)
        if token.text == "期限内":
            return time_bar(self, lambda: self.expression(LOOSEST), token.place)
        parts = self.arguments()
        match token.text, parts:
            case ("最小", [_, _, *_]):
                return Smallest(tuple(parts), place=token.place)
            case ("最大", [_, _, *_]):
                return Largest(tuple(parts), place=token.place)
            case (kind, [start, end]) if kind in SPANS:
                return FullSpan(kind, start, end, place=token.place)
            case (kind, [start, count]) if kind in LATER:
                return Later(kind, start, count, place=token.place)
            case (direction, [part]) if direction in ROUNDINGS:
                return Rounded(direction, part, place=token.place)
        needed = "1个" if token.text in ROUNDINGS else "2个" if token.text in (*SPANS, *LATER) else "2个以上"
        raise RuleError(
            "rule.argument_count",
            what=f"“{token.text}”的括号里写了{len(parts)}个值，应当是{needed}",
            place=token.place,
            expected=f"{needed}值",
        )

    def brackets(self, place: Place) -> Node:
        self.expect("(")
        self.enter()
        subject = self.expression(LOOSEST)
        steps = []
        self.expect(",")
        while not self.at("其余"):
            if not self.at(*LIMITS):
                raise self.unexpected("“不超过”“不满”或“其余”（后面空一格再写数）")
            steps.append(self.bracket())
            self.expect(",")
        if not steps:
            raise self.unexpected("“不超过”或“不满”")
        self.take()
        above = self.expression(LOOSEST)
        self.levels -= 1
        self.expect(")")
        return Brackets(subject, tuple(steps), above, place=place)

    def bracket(self) -> Bracket:
        limit, place = self.take().text, self.now.place
        upper = fixed_bound(self.prefix(), place)
        self.expect("则")
        return Bracket(limit, upper, self.expression(LOOSEST))

    def arguments(self) -> list[Node]:
        self.expect("(")
        self.enter()
        parts = [self.expression(LOOSEST)]
        while self.at(","):
            self.take()
            parts.append(self.expression(LOOSEST))
        self.levels -= 1
        self.expect(")")
        return parts


def fixed_bound(node: Node, place: Place | None) -> Constant | Parameter:
    """The bound of a line of a table; raises `RuleError` where it is not the same for everybody."""
    if isinstance(node, Constant | Parameter):
        return node
    raise RuleError(
        "rule.bound_not_fixed",
        what="分段的界限对人人都要一样，只能写数、日期或参数",
        do="界限要算出来的，请把算好的数写成参数；因人而异的，请用“若 … 则 … 否则 …”",
        place=place,
        expected="数字、日期或“参数:名称”",
    )


def options_of(facts: Mapping[str, Fact]) -> frozenset[str]:
    """Every option of the facts that have a choice. A dictionary of facts keeps them as `options`."""
    return frozenset(value for fact in facts.values() for value in fact.values)
