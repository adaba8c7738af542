"""Writes rules as SQL: facts are columns, NULL is "not known", and nothing in a rule becomes code.

`SqlProgram` takes any number of rules and gives one query. A part that several rules share, or
that SQL would have to say twice, becomes a column of an inner query and is worked out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from huigong.rules.compile.dialects import DIGITS, Dialect, day
from huigong.rules.compile.setting import Setting, uncited
from huigong.rules.compile.spans import months_between
from huigong.rules.compile.sql_numbers import (
    decimal_product,
    extreme,
    product,
    quotient,
    rounded,
    rounded_share,
    total,
)
from huigong.rules.compile.sql_pieces import Piece, alike, as_decimal, literal
from huigong.rules.compile.thresholds import Bound, bound
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Brackets,
    Compare,
    Fact,
    FactReference,
    FullSpan,
    Largest,
    Member,
    Negate,
    Node,
    Not,
    Rounded,
    Smallest,
    When,
    opened,
)
from huigong.rules.values import UNKNOWN, Answer, Type

_LIMITS = {"不超过": "<=", "不满": "<"}
_SIGNS = {"=": "=", "≠": "<>", "<": "<", "≤": "<=", ">": ">", "≥": ">="}


class SqlProgram:
    """One query for many rules over one table of people.

    `columns` are the facts that the table has, by name; all others are not known. `digits`
    bounds whole numbers that the table keeps in a narrow type: what fits needs no checks. Add
    rules with `add`, then ask for `query`. Announce with `expect` what will be added, so that
    what rules share is found.
    """

    def __init__(
        self,
        dialect: Dialect,
        setting: Setting,
        columns: Mapping[str, Fact],
        *,
        digits: Mapping[str, int] | None = None,
    ) -> None:
        self.dialect = dialect
        self.setting = setting
        self.columns = columns
        self.digits = digits or {}
        self.used: set[str] = set()
        self._layers: list[dict[str, str]] = []
        self._inner: dict[str, Piece] = {}
        self._pieces: dict[Node, Piece] = {}
        self._shared: Counter[Node] = Counter()

    def expect(self, nodes: Iterable[Node]) -> None:
        """Counts the parts of rules that are going to be added."""
        for node in nodes:
            waiting = [node]
            while waiting:
                part = uncited(waiting.pop())
                self._shared[part] += 1
                if self._shared[part] == 1 and not self.setting.is_closed(part):
                    waiting.extend(opened(part))

    def add(self, node: Node) -> Piece:
        """The SQL of a checked rule, to be used in the outermost query."""
        node = uncited(node)
        if node not in self._pieces:
            piece = self._piece(node)
            self._pieces[node] = self.once(piece) if self._shared[node] > 1 else piece
        return self._pieces[node]

    def once(self, piece: Piece) -> Piece:
        """The same value as a column of an inner query, so that it may be written twice."""
        if piece.atom:
            return piece
        if piece.text not in self._inner:
            while len(self._layers) <= piece.level:
                self._layers.append({})
            name = self.dialect.column(f"_{len(self._inner)}")
            self._layers[piece.level][name] = piece.text
            self._inner[piece.text] = Piece(name, piece.type, piece.level + 1, True, piece.digits)
        return self._inner[piece.text]

    def query(self, source: str, outputs: Mapping[str, str], *, keep: Iterable[str] = ()) -> str:
        """`SELECT outputs FROM …`: output texts by column name; `keep` are columns passed on as they are."""
        inputs = [
            f"{self._input(name, fact)} AS {self.dialect.column(name)}"
            for name, fact in self.columns.items()
            if name in self.used
        ]
        kept = [self.dialect.column(name) for name in keep]
        text = f"SELECT {', '.join([*kept, *inputs]) or '1 AS nothing'} FROM {source}"
        for layer in self._layers:
            made = ", ".join(f"{expression} AS {name}" for name, expression in layer.items())
            text = f"SELECT *, {made} FROM ({text}) AS facts"
        listed = [f"{expression} AS {self.dialect.column(name)}" for name, expression in outputs.items()]
        return f"SELECT {', '.join([*kept, *listed])} FROM ({text}) AS facts"

    def _input(self, name: str, fact: Fact) -> str:
        column = self.dialect.column(name)
        if name in self.digits:
            # Widened here and not where it is used: DuckDB compares what a file keeps as a dictionary slowly.
            return f"CAST({column} AS BIGINT)"
        return self.dialect.input(column, fact.type, fact.values)

    def _column(self, name: str, fact: Fact) -> Piece:
        self.used.add(name)
        digits = self.digits.get(name, DIGITS)
        return Piece(self.dialect.column(name), fact.type, atom=True, digits=digits)

    # Pieces ------------------------------------------------------------------------------------

    def _piece(self, node: Node) -> Piece:
        kind = self.setting.shape(node).type
        if self.setting.is_closed(node):
            return self._literal(self.setting.value(node), kind)
        match node:
            case FactReference():
                return self._fact(node)
            case AllOf(parts=parts):
                return self._linked(" AND ", parts)
            case AnyOf(parts=parts):
                return self._linked(" OR ", parts)
            case Not(part=part):
                inside = self.add(part)
                return Piece(f"(NOT {inside.text})", Type.BOOL, inside.level)
            case Compare():
                return self._compared(node)
            case Member(part=part, options=options):
                found = [
                    self.add(part),
                    *(self._literal(one.value, self.setting.shape(one).type) for one in options),
                ]
                one, *listed = alike(found)
                return Piece(f"({one.text} IN ({', '.join(x.text for x in listed)}))", Type.BOOL, one.level)
            case When(condition=condition, then=then, otherwise=otherwise):
                return self._when(self.add(condition), self._as(then, kind), self._as(otherwise, kind))
            case Brackets():
                return self._brackets(node, kind)
            case Smallest(parts=parts):
                return extreme("least", [self.once(self._as(part, kind)) for part in parts])
            case Largest(parts=parts):
                return extreme("greatest", [self.once(self._as(part, kind)) for part in parts])
            case FullSpan(kind=counted, start=start, end=end):
                return self._span(counted, self.add(start), self.add(end))
            case _:
                return self._number(node, kind)

    def _fact(self, node: FactReference) -> Piece:
        given = node.name in self.columns and self.setting.may_be_known(node.name)
        if not given:
            return (
                self.add(node.fact.derivation)
                if node.fact.derivation is not None
                else self._literal(UNKNOWN, node.fact.type)
            )
        column = self._column(node.name, node.fact)
        if node.fact.derivation is None:
            return column
        derived = self.add(node.fact.derivation)
        text, digits = f"COALESCE({column.text}, {derived.text})", max(column.digits, derived.digits)
        return Piece(text, column.type, derived.level, digits=digits)

    def _linked(self, link: str, parts: tuple[Node, ...]) -> Piece:
        found = [self.add(part) for part in parts]
        text = link.join(one.text for one in found)
        return Piece(f"({text})", Type.BOOL, max(one.level for one in found))

    def _compared(self, node: Compare) -> Piece:
        limit = bound(node, self.setting)
        if limit is not None:
            return self._bounded(limit)
        left, right = alike([self.add(node.left), self.add(node.right)])
        text = f"({left.text} {_SIGNS[node.operator]} {right.text})"
        return Piece(text, Type.BOOL, max(left.level, right.level))

    def _bounded(self, limit: Bound) -> Piece:
        start = self.add(limit.start)
        # Before the first day of the calendar: no for whoever has a beginning, unknown for others.
        latest, sign = (date.min, "<") if limit.latest is None else (limit.latest, "<=")
        if limit.later:
            sign = {"<": ">=", "<=": ">"}[sign]
        text = f"({start.text} {sign} {day(latest)})"
        if limit.given is None:
            return Piece(text, Type.BOOL, start.level)
        wanted = Type.DECIMAL if isinstance(limit.limit, Decimal) else limit.given.fact.type
        given = self._column(limit.given.name, limit.given.fact)
        said, count = alike([given, self._literal(limit.limit, wanted)])
        compared = f"({said.text} {_SIGNS[limit.operator]} {count.text})"
        return Piece(f"COALESCE({compared}, {text})", Type.BOOL, start.level)

    def _when(self, condition: Piece, then: Piece, otherwise: Piece) -> Piece:
        then, otherwise = self.once(then), self.once(otherwise)
        agreed = f" ELSE CASE WHEN {then.text} = {otherwise.text} THEN {then.text} END"
        if then.literal and otherwise.literal and then.text != otherwise.text:
            agreed = ""
        text = (
            f"CASE {condition.text} WHEN TRUE THEN {then.text} WHEN FALSE THEN {otherwise.text}{agreed} END"
        )
        level = max(condition.level, then.level, otherwise.level)
        return Piece(text, then.type, level, digits=max(then.digits, otherwise.digits))

    def _brackets(self, node: Brackets, kind: Type) -> Piece:
        bounds = self.setting.bounds(node)
        if UNKNOWN in bounds:
            return self.add(node.as_choices())
        uppers = [
            self._literal(one, self.setting.shape(step.upper).type)
            for one, step in zip(bounds, node.steps, strict=True)
        ]
        subject, *uppers = alike([self.add(node.subject), *uppers])
        subject, values = self.once(subject), [self.once(self._as(one, kind)) for one in node.values]
        lines = [
            f"WHEN {subject.text} {_LIMITS[step.limit]} {upper.text} THEN {value.text}"
            for step, upper, value in zip(node.steps, uppers, values, strict=False)
        ]
        agreed = " AND ".join(f"{values[0].text} = {other.text}" for other in values[1:])
        if len({one.text for one in values if one.literal}) > 1:
            agreed = "FALSE"
        text = (
            f"CASE {' '.join(lines)} WHEN {subject.text} IS NOT NULL THEN {values[-1].text}"
            f" WHEN {agreed} THEN {values[0].text} END"
        )
        level = max(one.level for one in (subject, *values))
        return Piece(text, values[0].type, level, digits=max(one.digits for one in values))

    def _span(self, counted: str, start: Piece, end: Piece) -> Piece:
        start, end = self.once(start), self.once(end)
        if counted == "满天数":
            full = self.dialect.days_between(start.text, end.text)
        else:
            full = months_between(start.text, end.text)
            full = full if counted == "满月数" else self.dialect.cut_quotient(full, "12")
        text = f"CAST(CASE WHEN {start.text} <= {end.text} THEN {full} WHEN {start.text} > {end.text} THEN 0 END AS BIGINT)"
        return Piece(text, Type.INT, max(start.level, end.level), digits=7)

    def _number(self, node: Node, kind: Type) -> Piece:
        match node:
            case Arithmetic(operator="/", left=left, right=right):
                return quotient(self.dialect, self._as(left, Type.DECIMAL), self._as(right, Type.DECIMAL))
            case Arithmetic(operator="*", left=left, right=right):
                multiply = product if kind is Type.INT else decimal_product
                return multiply(self.dialect, self.add(left), self.add(right))
            case Arithmetic(operator=operator, left=left, right=right):
                return total(operator, self._as(left, kind), self._as(right, kind))
            case Negate(part=part):
                inside = self._as(part, kind)
                return Piece(f"(-{inside.text})", kind, inside.level, digits=inside.digits)
            case Rounded(direction=direction, part=part):
                return self._share(direction, uncited(part)) or rounded(direction, self.add(part))
        raise TypeError(f"not a node of the language: {node!r}")

    def _share(self, direction: str, node: Node) -> Piece | None:
        """`向下取整(拖欠工资 * 60%)`: what is × 3 ÷ 5 in whole numbers."""
        if not isinstance(node, Arithmetic) or node.operator != "*":
            return None
        for share, part in ((node.left, node.right), (node.right, node.left)):
            value = self.setting.value(share) if self.setting.is_closed(share) else UNKNOWN
            if isinstance(value, Decimal) and self.setting.shape(part).type is Type.INT:
                ratio = value.as_integer_ratio()
                return rounded_share(self.dialect, direction, self.once(self.add(part)), *ratio)
        return None

    def _as(self, node: Node, kind: Type) -> Piece:
        piece = self.add(node)
        return as_decimal(piece) if kind is Type.DECIMAL else piece

    def _literal(self, value: Answer, kind: Type) -> Piece:
        return literal(self.dialect, value, kind)
