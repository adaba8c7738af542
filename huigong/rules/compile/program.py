"""Many rules over one table of people, for any engine that has columns.

The walk over the tree is the same for all of them; a `Writer` says how an engine writes what
the walk finds. A part that several rules share, or that would have to be said twice, becomes
an inner column and is worked out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Generic

from huigong.rules.compile.bars import BarWriter
from huigong.rules.compile.later import day_after
from huigong.rules.compile.pieces import DIGITS, Made, Piece, Writer
from huigong.rules.compile.setting import Setting, uncited
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
    Later,
    Member,
    Negate,
    Node,
    Not,
    Rounded,
    Smallest,
    TimeBar,
    When,
    opened,
)
from huigong.rules.values import UNKNOWN, Answer, Type

_LIMITS = {"不超过": "≤", "不满": "<"}
_OPPOSITE = {"<": "≥", "≤": ">"}


class Program(Generic[Made]):
    """What an engine must work out for many rules.

    `columns` are the facts that the table has, by name; all others are not known. `digits`
    bounds whole numbers that the table keeps in a narrow type: what fits needs no checks. Add
    rules with `add`; announce with `expect` what will be added, so that what rules share is found.
    """

    def __init__(
        self,
        writer: Writer[Made],
        setting: Setting,
        columns: Mapping[str, Fact],
        *,
        digits: Mapping[str, int] | None = None,
    ) -> None:
        self.writer = writer
        self.setting = setting
        self.columns = columns
        self.digits = digits or {}
        self.used: set[str] = set()
        self._layers: list[dict[str, Made]] = []
        self._inner: dict[object, tuple[Piece[Made], Piece[Made]]] = {}
        self._pieces: dict[Node, Piece[Made]] = {}
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

    def add(self, node: Node) -> Piece[Made]:
        """What a checked rule becomes, to be used outermost."""
        node = uncited(node)
        if node not in self._pieces:
            piece = self._piece(node)
            self._pieces[node] = self.once(piece) if self._shared[node] > 1 else piece
        return self._pieces[node]

    def once(self, piece: Piece[Made]) -> Piece[Made]:
        """The same value as an inner column, so that it may be written twice."""
        if piece.atom:
            return piece
        key = self.writer.key(piece.made)
        if key not in self._inner:
            while len(self._layers) <= piece.level:
                self._layers.append({})
            name = f"_{len(self._inner)}"
            self._layers[piece.level][name] = piece.made
            column = Piece(self.writer.column(name), piece.type, piece.level + 1, True, piece.digits)
            # The piece is kept along with its column: a key may be its place in memory.
            self._inner[key] = (piece, column)
        return self._inner[key][1]

    @property
    def inputs(self) -> dict[str, Fact]:
        """The facts that the rules read, in the order of the table."""
        return {name: fact for name, fact in self.columns.items() if name in self.used}

    @property
    def layers(self) -> list[dict[str, Made]]:
        """The inner columns by name; each layer needs only those before it."""
        return self._layers

    def literal(self, value: Answer, kind: Type) -> Piece[Made]:
        """A value that is the same for everybody."""
        return self.writer.literal(value, kind)

    # The walk ----------------------------------------------------------------------------------

    def _piece(self, node: Node) -> Piece[Made]:
        kind = self.setting.shape(node).type
        if self.setting.is_closed(node):
            return self.literal(self.setting.value(node), kind)
        match node:
            case FactReference():
                return self._fact(node)
            case AllOf(parts=parts) | AnyOf(parts=parts):
                pieces = [self.add(part) for part in parts]
                expression = self.writer.linked(
                    [piece.made for piece in pieces], every=isinstance(node, AllOf)
                )
                return self._answer(expression, *pieces)
            case Not(part=part):
                inside = self.add(part)
                return self._answer(self.writer.opposite(inside.made), inside)
            case Compare():
                return self._compared(node)
            case Member():
                return self._member(node)
            case When(condition=condition, then=then, otherwise=otherwise):
                return self._when(self.add(condition), self._as(then, kind), self._as(otherwise, kind))
            case Brackets():
                return self._brackets(node, kind)
            case Smallest(parts=parts):
                return self.writer.extreme("least", [self.once(self._as(part, kind)) for part in parts])
            case Largest(parts=parts):
                return self.writer.extreme("greatest", [self.once(self._as(part, kind)) for part in parts])
            case FullSpan(kind=counted, start=start, end=end):
                return self.span(counted, self.add(start), self.add(end))
            case Later(kind=counted, start=start, count=count):
                return day_after(self, counted, self.once(self.add(start)), self.add(count))
            case TimeBar():
                return self._bar(node)
            case _:
                return self._number(node, kind)

    def _answer(self, made: Made, *parts: Piece[Made]) -> Piece[Made]:
        return Piece(made, Type.BOOL, max(part.level for part in parts))

    def _column(self, name: str, fact: Fact) -> Piece[Made]:
        self.used.add(name)
        return Piece(self.writer.column(name), fact.type, atom=True, digits=self.digits.get(name, DIGITS))

    def _fact(self, node: FactReference) -> Piece[Made]:
        derivation = node.fact.derivation
        if node.name not in self.columns or not self.setting.may_be_known(node.name):
            return self.literal(UNKNOWN, node.fact.type) if derivation is None else self.add(derivation)
        column = self._column(node.name, node.fact)
        if derivation is None:
            return column
        derived = self.add(derivation)
        expression = self.writer.first_known(column.made, derived.made)
        return Piece(expression, column.type, derived.level, digits=max(column.digits, derived.digits))

    def _compared(self, node: Compare) -> Piece[Made]:
        limit = bound(node, self.setting)
        if limit is not None:
            return self._bounded(limit)
        left, right = self._alike([self.add(node.left), self.add(node.right)])
        return self._answer(self.writer.compared(node.operator, left, right), left, right)

    def _bounded(self, limit: Bound) -> Piece[Made]:
        start = self.add(limit.start)
        # Before the first day of the calendar: no where there is a beginning, else unknown.
        latest, sign = (date.min, "<") if limit.latest is None else (limit.latest, "≤")
        day = self.literal(latest, Type.DATE)
        since = self.writer.compared(_OPPOSITE[sign] if limit.later else sign, start, day)
        if limit.given is None:
            return self._answer(since, start)
        kind = Type.DECIMAL if isinstance(limit.limit, Decimal) else limit.given.fact.type
        given = self._column(limit.given.name, limit.given.fact)
        value, count = self._alike([given, self.literal(limit.limit, kind)])
        compared = self.writer.compared(limit.operator, value, count)
        return self._answer(self.writer.first_known(compared, since), start)

    def _member(self, node: Member) -> Piece[Made]:
        options = [self.literal(option.value, self.setting.shape(option).type) for option in node.options]
        part, *listed = self._alike([self.add(node.part), *options])
        return self._answer(self.writer.among(part.made, [piece.made for piece in listed]), part)

    def _when(self, condition: Piece[Made], then: Piece[Made], otherwise: Piece[Made]) -> Piece[Made]:
        then, otherwise = self.once(then), self.once(otherwise)
        agreed = None
        if not (then.fixed and otherwise.fixed and then.value != otherwise.value):
            same = self.writer.compared("=", then, otherwise)
            agreed = self.writer.cases([(same, then.made)], None)
        expression = self.writer.chosen(condition.made, then.made, otherwise.made, agreed)
        level = max(condition.level, then.level, otherwise.level)
        return Piece(expression, then.type, level, digits=max(then.digits, otherwise.digits))

    def _brackets(self, node: Brackets, kind: Type) -> Piece[Made]:
        bounds = self.setting.bounds(node)
        if UNKNOWN in bounds:
            return self.add(node.as_choices())
        uppers = [
            self.literal(bound, self.setting.shape(step.upper).type)
            for bound, step in zip(bounds, node.steps, strict=True)
        ]
        subject, *uppers = self._alike([self.add(node.subject), *uppers])
        subject, values = self.once(subject), [self.once(self._as(piece, kind)) for piece in node.values]
        lines = [
            (self.writer.compared(_LIMITS[step.limit], subject, upper), value.made)
            for step, upper, value in zip(node.steps, uppers, values, strict=False)
        ]
        lines.append((self.writer.is_known(subject.made), values[-1].made))
        # Of one that is not known, no line says anything unless all say the same.
        if len({piece.value for piece in values if piece.fixed}) <= 1:
            first, *others = values
            alike = [self.writer.compared("=", first, other) for other in others]
            lines.append((self.writer.linked(alike, every=True), first.made))
        level = max(piece.level for piece in (subject, *values))
        expression = self.writer.cases(lines, None)
        return Piece(expression, values[0].type, level, digits=max(piece.digits for piece in values))

    def _bar(self, node: TimeBar) -> Piece[Made]:
        period = self.setting.period(node)
        if period is None:
            return self.literal(UNKNOWN, Type.BOOL)
        renewed = None if node.renewed is None else self.add(node.renewed)
        if node.claimed and renewed is not None:
            return BarWriter(self, period).claimed(self.add(node.start), renewed)
        suspended = None if node.suspended is None else self.add(node.suspended)
        return BarWriter(self, period).bar(self.add(node.start), renewed, suspended)

    def span(self, counted: str, start: Piece[Made], end: Piece[Made]) -> Piece[Made]:
        """Full time between two dates; `counted` is the kind of a `FullSpan`."""
        start, end = self.once(start), self.once(end)
        if counted == "满天数":
            full = self.writer.days_between(start.made, end.made)
        else:
            months = self.writer.months_between(start.made, end.made)
            full = months if counted == "满月数" else self.writer.years_of(months)
        zero = self.literal(0, Type.INT).made
        in_order = self.writer.compared("≤", start, end)
        reversed_ = self.writer.compared(">", start, end)
        expression = self.writer.counted(self.writer.cases([(in_order, full), (reversed_, zero)], None))
        return Piece(expression, Type.INT, max(start.level, end.level), digits=7)

    def _number(self, node: Node, kind: Type) -> Piece[Made]:
        match node:
            case Arithmetic(operator="/", left=left, right=right):
                return self.writer.quotient(self._as(left, Type.DECIMAL), self._as(right, Type.DECIMAL))
            case Arithmetic(operator="*", left=left, right=right):
                return self.writer.product(self.add(left), self.add(right))
            case Arithmetic(operator=operator, left=left, right=right):
                return self.writer.total(operator, self._as(left, kind), self._as(right, kind))
            case Negate(part=part):
                return self.writer.negated(self._as(part, kind))
            case Rounded(direction=direction, part=part):
                share = self._share(direction, uncited(part))
                return self.writer.rounded(direction, self.add(part)) if share is None else share
        raise TypeError(f"not a node of the language: {node!r}")

    def _share(self, direction: str, node: Node) -> Piece[Made] | None:
        """`向下取整(拖欠工资 * 60%)`: what is × 3 ÷ 5 in whole numbers."""
        if not isinstance(node, Arithmetic) or node.operator != "*":
            return None
        for share, part in ((node.left, node.right), (node.right, node.left)):
            value = self.setting.value(share) if self.setting.is_closed(share) else UNKNOWN
            if isinstance(value, Decimal) and self.setting.shape(part).type is Type.INT:
                ratio = value.as_integer_ratio()
                return self.writer.rounded_share(direction, self.once(self.add(part)), *ratio)
        return None

    def _as(self, node: Node, kind: Type) -> Piece[Made]:
        piece = self.add(node)
        return self.writer.as_decimal(piece) if kind is Type.DECIMAL else piece

    def _alike(self, pieces: list[Piece[Made]]) -> list[Piece[Made]]:
        """Numbers of one kind: engines that compare unlike ones may do so as floats."""
        mixed = any(piece.type is Type.DECIMAL for piece in pieces)
        return [self.writer.as_decimal(piece) for piece in pieces] if mixed else pieces
