"""Writes rules as SQL: facts are columns, NULL is "not known", and nothing in a rule becomes code.

`SqlProgram` takes any number of rules and gives one query. A part that several rules share, or
that SQL would have to say twice, becomes a column of an inner query and is worked out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huigong.rules.compile.dialects import (
    COLUMN_TYPES,
    DIGITS,
    Dialect,
    day,
    decimal_type,
    fitting_decimal,
    fitting_integer,
)
from huigong.rules.compile.setting import Setting, uncited
from huigong.rules.compile.spans import months_between
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
from huigong.rules.values import UNKNOWN, Answer, Type, plain_decimal

_LIMITS = {"不超过": "<=", "不满": "<"}
_SIGNS = {"=": "=", "≠": "<>", "<": "<", "≤": "<=", ">": ">", "≥": ">="}


@dataclass(frozen=True)
class Piece:
    """A piece of SQL: its text, the type of its value, and the inner query that it needs.

    `level` 0 needs only the facts, 1 also the first layer of inner columns, and so on; an
    `atom` may be written twice; `digits` bounds a number: its size is below 10^digits; a
    `literal` is known and the same for everybody.
    """

    text: str
    type: Type
    level: int = 0
    atom: bool = False
    digits: int = DIGITS
    literal: bool = False


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
        return column if name in self.digits else self.dialect.input(column, fact.type, fact.values)

    def _column(self, name: str, fact: Fact) -> Piece:
        self.used.add(name)
        column, digits = self.dialect.column(name), self.digits.get(name, DIGITS)
        # Widened where it is used, a narrow column can still be compared as it is.
        text = f"CAST({column} AS BIGINT)" if name in self.digits else column
        return Piece(text, fact.type, atom=True, digits=digits)

    # Pieces ------------------------------------------------------------------------------------

    def _piece(self, node: Node) -> Piece:
        kind = self.setting.shape(node).type
        if self.setting.is_closed(node):
            return self.literal(self.setting.value(node), kind)
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
                    *(self.literal(one.value, self.setting.shape(one).type) for one in options),
                ]
                one, *listed = self._alike(found)
                return Piece(f"({one.text} IN ({', '.join(x.text for x in listed)}))", Type.BOOL, one.level)
            case When(condition=condition, then=then, otherwise=otherwise):
                return self._when(self.add(condition), self._as(then, kind), self._as(otherwise, kind))
            case Brackets():
                return self._brackets(node, kind)
            case Smallest(parts=parts):
                return self._extreme("least", [self._as(part, kind) for part in parts])
            case Largest(parts=parts):
                return self._extreme("greatest", [self._as(part, kind) for part in parts])
            case FullSpan(kind=counted, start=start, end=end):
                return self._span(counted, self.add(start), self.add(end))
            case _:
                return self._number(node, kind)

    def literal(self, value: Answer, kind: Type) -> Piece:
        """A value that is the same for everybody."""
        match value:
            case bool():
                return Piece(str(value).upper(), kind, atom=True, literal=True)
            case int() | Decimal():
                return self._number_literal(value, kind)
            case date():
                return Piece(day(value), kind, atom=True, literal=True)
            case str():
                return Piece(self.dialect.text(value), kind, atom=True, literal=True)
            case _:
                return Piece(f"CAST(NULL AS {COLUMN_TYPES[kind]})", kind, atom=True, digits=1)

    def _number_literal(self, value: int | Decimal, kind: Type) -> Piece:
        digits = max(1, len(str(abs(int(value)))))
        if kind is Type.INT:
            return Piece(f"CAST({value} AS BIGINT)", kind, atom=True, digits=digits, literal=True)
        text = f"CAST('{plain_decimal(Decimal(value))}' AS {decimal_type(digits)})"
        return Piece(text, Type.DECIMAL, atom=True, digits=digits, literal=True)

    def _fact(self, node: FactReference) -> Piece:
        given = node.name in self.columns and self.setting.may_be_known(node.name)
        if not given:
            return self.add(node.fact.derivation) if node.fact.derivation is not None else self._unknown(node)
        column = self._column(node.name, node.fact)
        if node.fact.derivation is None:
            return column
        derived = self.add(node.fact.derivation)
        text, digits = f"COALESCE({column.text}, {derived.text})", max(column.digits, derived.digits)
        return Piece(text, column.type, derived.level, digits=digits)

    def _unknown(self, node: FactReference) -> Piece:
        return self.literal(UNKNOWN, node.fact.type)

    def _linked(self, link: str, parts: tuple[Node, ...]) -> Piece:
        found = [self.add(part) for part in parts]
        text = link.join(one.text for one in found)
        return Piece(f"({text})", Type.BOOL, max(one.level for one in found))

    def _compared(self, node: Compare) -> Piece:
        limit = bound(node, self.setting)
        if limit is not None:
            return self._bounded(limit)
        left, right = self._alike([self.add(node.left), self.add(node.right)])
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
        said, count = self._alike([given, self.literal(limit.limit, wanted)])
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
            self.literal(one, self.setting.shape(step.upper).type)
            for one, step in zip(bounds, node.steps, strict=True)
        ]
        subject, *uppers = self._alike([self.add(node.subject), *uppers])
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

    def _extreme(self, function: str, parts: list[Piece]) -> Piece:
        parts = sorted((self.once(part) for part in parts), key=lambda part: part.literal)
        if len(parts) == 2 and parts[1].literal:
            return self._limited(function, *parts)
        # least and greatest pass over NULL, where one unknown part makes the whole unknown.
        known = [f"{part.text} IS NOT NULL" for part in parts if not part.literal]
        text = (
            f"CASE WHEN {' AND '.join(known)} THEN {function}({', '.join(part.text for part in parts)}) END"
        )
        digits = max(part.digits for part in parts)
        return Piece(text, parts[0].type, max(part.level for part in parts), digits=digits)

    def _limited(self, function: str, part: Piece, limit: Piece) -> Piece:
        """The least or greatest of a part and a fixed limit, at half the price of the engine's own function."""
        beyond = {"least": ">", "greatest": "<"}[function]
        text = f"CASE WHEN {part.text} {beyond} {limit.text} THEN {limit.text} ELSE {part.text} END"
        return Piece(text, part.type, part.level, digits=max(part.digits, limit.digits))

    def _span(self, counted: str, start: Piece, end: Piece) -> Piece:
        start, end = self.once(start), self.once(end)
        if counted == "满天数":
            full = self.dialect.days_between(start.text, end.text)
        else:
            full = months_between(start.text, end.text)
            full = full if counted == "满月数" else self.dialect.cut_quotient(full, "12")
        text = f"CAST(CASE WHEN {start.text} <= {end.text} THEN {full} WHEN {start.text} > {end.text} THEN 0 END AS BIGINT)"
        return Piece(text, Type.INT, max(start.level, end.level), digits=7)

    # Numbers -----------------------------------------------------------------------------------

    def _number(self, node: Node, kind: Type) -> Piece:
        match node:
            case Arithmetic(operator="/", left=left, right=right):
                return self._divided(self._as(left, Type.DECIMAL), self._as(right, Type.DECIMAL))
            case Arithmetic(operator="*", left=left, right=right) if kind is Type.INT:
                return self._product(self.add(left), self.add(right))
            case Arithmetic(operator="*", left=left, right=right):
                return self._decimal_product(self.add(left), self.add(right))
            case Arithmetic(operator=operator, left=left, right=right):
                return self._sum(operator, self._as(left, kind), self._as(right, kind))
            case Negate(part=part):
                inside = self._as(part, kind)
                return Piece(f"(-{inside.text})", kind, inside.level, digits=inside.digits)
            case Rounded(direction=direction, part=part):
                return self._rounded_share(direction, uncited(part)) or self._rounded(
                    direction, self.add(part)
                )
        raise TypeError(f"not a node of the language: {node!r}")

    def _sum(self, operator: str, left: Piece, right: Piece) -> Piece:
        text, level = f"({left.text} {operator} {right.text})", max(left.level, right.level)
        digits = max(left.digits, right.digits) + 1
        if left.type is Type.DECIMAL:
            return self._fitted(text, level, digits)
        if digits <= DIGITS:
            return Piece(text, Type.INT, level, digits=digits)
        return Piece(fitting_integer(text), Type.INT, level)

    def _product(self, left: Piece, right: Piece) -> Piece:
        digits, level = left.digits + right.digits, max(left.level, right.level)
        if digits <= DIGITS:
            return Piece(f"({left.text} * {right.text})", Type.INT, level, digits=digits)
        return Piece(fitting_integer(self.dialect.wide_product(left.text, right.text)), Type.INT, level)

    def _decimal_product(self, left: Piece, right: Piece) -> Piece:
        places = [6 if side.type is Type.DECIMAL else 0 for side in (left, right)]
        widths = [left.digits + places[0], right.digits + places[1]]
        if max(widths) <= DIGITS < sum(widths):
            # DuckDB keeps the product of two narrow decimals narrow, and raises where it does not fit.
            widths[0] = DIGITS + 1
        sides = (
            f"CAST({side.text} AS DECIMAL({width}, {after}))"
            for side, width, after in zip((left, right), widths, places, strict=True)
        )
        # Spark keeps one digit more than the two factors have together.
        text = self.dialect.decimal_product(*sides, digits=sum(widths) + 1)
        return self._fitted(text, max(left.level, right.level), left.digits + right.digits)

    def _fitted(self, text: str, level: int, digits: int) -> Piece:
        """A decimal of six places with at most this many digits before the point, where it fits."""
        if digits > DIGITS:
            return Piece(fitting_decimal(text), Type.DECIMAL, level)
        return Piece(f"CAST({text} AS {decimal_type(digits)})", Type.DECIMAL, level, digits=digits)

    def _divided(self, left: Piece, right: Piece) -> Piece:
        wide = (f"CAST({side.text} AS {decimal_type(DIGITS)})" for side in (left, right))
        text = self.dialect.quotient(*wide)
        return Piece(text, Type.DECIMAL, max(left.level, right.level))

    def _rounded(self, direction: str, part: Piece) -> Piece:
        if part.type is Type.INT:
            return part
        function = {"向上取整": "ceil", "向下取整": "floor", "四舍五入": ""}[direction]
        text, digits = f"{function}({part.text})" if function else part.text, part.digits + 1
        if digits > DIGITS:
            return Piece(fitting_integer(text), Type.INT, part.level)
        return Piece(
            f"CAST(CAST({text} AS DECIMAL({digits}, 0)) AS BIGINT)", Type.INT, part.level, digits=digits
        )

    def _rounded_share(self, direction: str, node: Node) -> Piece | None:
        """`向下取整(欠薪 * 60%)` in whole numbers, × 3 ÷ 5, where they fit: half the price of decimals."""
        if not isinstance(node, Arithmetic) or node.operator != "*":
            return None
        for share, part in ((node.left, node.right), (node.right, node.left)):
            value = self.setting.value(share) if self.setting.is_closed(share) else UNKNOWN
            if isinstance(value, Decimal) and self.setting.shape(part).type is Type.INT:
                return self._share(direction, self.add(part), *value.as_integer_ratio())
        return None

    def _share(self, direction: str, part: Piece, over: int, under: int) -> Piece | None:
        digits = part.digits + len(str(abs(over)))
        if digits + len(str(under)) + 1 > DIGITS:
            return None
        part = self.once(part)
        times = f"{part.text} * {self.literal(over, Type.INT).text}"
        if direction == "四舍五入":
            # Away from nought on both sides: the quotient is cut off towards it.
            half = f"CASE WHEN {times} < 0 THEN -{under} ELSE {under} END"
            text = self.dialect.cut_quotient(f"({times} * 2 + {half})", str(2 * under))
        else:
            # Lifted above nought, where cutting off is rounding down.
            lift = under * 10**digits + (under - 1 if direction == "向上取整" else 0)
            text = self.dialect.cut_quotient(f"({times} + {lift})", str(under)) + f" - {10**digits}"
        return Piece(f"CAST({text} AS BIGINT)", Type.INT, part.level, digits=digits)

    def _as(self, node: Node, kind: Type) -> Piece:
        piece = self.add(node)
        return self._decimal(piece) if kind is Type.DECIMAL else piece

    def _alike(self, pieces: list[Piece]) -> list[Piece]:
        """Numbers of one kind: engines that compare unlike ones may do so as floats."""
        if any(one.type is Type.DECIMAL for one in pieces):
            return [self._decimal(one) for one in pieces]
        return pieces

    def _decimal(self, piece: Piece) -> Piece:
        if piece.type is not Type.INT:
            return piece
        text = f"CAST({piece.text} AS {decimal_type(piece.digits)})"
        return Piece(text, Type.DECIMAL, piece.level, piece.atom, piece.digits, piece.literal)
