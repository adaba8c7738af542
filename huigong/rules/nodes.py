"""The whole language: one frozen dataclass for each thing a rule can say.

Two trees are equal when they say the same; places in files and declarations of facts ride along and take no part in it.
Emitters, explanations and questions all walk this tree with `match`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from huigong.kernel.packs import Place
from huigong.rules.values import UNBOUNDED, Bounds, Type, Value


@dataclass(frozen=True, kw_only=True)
class Node:
    """Anything that has a value. `place` is where it was written."""

    place: Place | None = field(default=None, compare=False, repr=False)

    @cached_property
    def has_bar(self) -> bool:
        """Whether a period that runs out stands in it, or in what a fact of it is derived from."""
        return any(isinstance(part, TimeBar) and not part.claimed for part in self.opened_through)

    @cached_property
    def written_through(self) -> tuple[Node, ...]:
        """All that is written in it, as `walk` gives it; kept, for every visitor has it walked."""
        return _through(self, children)

    @cached_property
    def opened_through(self) -> tuple[Node, ...]:
        return _through(self, opened)


@dataclass(frozen=True)
class Fact:
    """One thing that rules may know about a person.

    Attributes:
        question, measure: what a worker is asked, "" for what nobody is; what a number counts (`月`; `分` for fen).
        phrase, not_phrase, attain: a yes-or-no fact in plain words, and what a person can do to make it yes.
        never: the answer beside a day for what has not happened at all (`没要过`), kept as `values.NEVER`.
        of_place: said of the place that is asked about (`这里`): `市` counts in that city, `县` in that county alone.
        local: a condition that each place sets for itself, without `question` where only an office can tell.
        decided, derivation: what only whoever decides finds; what follows from others.
        lasting, one_of: the first day of what goes on (a life), bounded above at will; said of one of several (`孩子`).
    """

    name: str
    type: Type
    question: str = ""
    measure: str = ""
    values: tuple[str, ...] = ()
    phrase: str = ""
    not_phrase: str = ""
    never: str = ""
    attain: str = ""
    help: str = ""
    verified_by: tuple[str, ...] = ()  # words for departments
    good_for_months: int | None = None  # None: it does not age
    bounds: Bounds = UNBOUNDED
    derived: str = ""
    local: bool = False
    decided: bool = False
    is_region: bool = False
    of_place: str = ""
    lasting: bool = False
    one_of: str = ""
    derivation: Node | None = field(default=None, compare=False, repr=False)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Names of the facts that a derived one follows from, through derived ones too; empty for what is told."""
        return frozenset(() if self.derivation is None else fact_names(self.derivation, into_derived=True))

    @cached_property
    def of_any_day(self) -> bool:
        """Whether it follows from what is told alone, so that it is the same on every day of judgement."""
        parts = () if self.derivation is None else walk(self.derivation, into_derived=True)
        return not any(isinstance(part, JudgementDate | Parameter | TimeBar) for part in parts)


@dataclass(frozen=True)
class Constant(Node):
    """`6`, `6个月`, `9600元` (an integer of 分), `0.6`, `2016-06-01`, `“文字”`, `是`."""

    type: Type
    value: Value
    measure: str = ""


@dataclass(frozen=True)
class Choice(Node):
    """One of the options of an enum fact: `女`."""

    value: str


@dataclass(frozen=True)
class FactReference(Node):
    """The value of a fact; a dotted name (`监护人.持有居住证`) is a fact of someone related."""

    name: str
    fact: Fact = field(compare=False, repr=False)


@dataclass(frozen=True)
class JudgementDate(Node):
    """`判定日期`: the day for which the question is asked."""


@dataclass(frozen=True)
class Parameter(Node):
    """`参数:每户每年扣减限额`: a dated value of the law, looked up for the day of judgement."""

    name: str


@dataclass(frozen=True)
class AllOf(Node):
    """`A 且 B`: no as soon as one part is no."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf(Node):
    """`A 或 B`: yes as soon as one part is yes."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """`非 A`."""

    part: Node


@dataclass(frozen=True)
class Compare(Node):
    """`A >= B`; the operator is one of `= ≠ < ≤ > ≥`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Member(Node):
    """`A 属于 (x, y)`; the options are constants or choices."""

    part: Node
    options: tuple[Constant | Choice, ...]


@dataclass(frozen=True)
class Arithmetic(Node):
    """`A + B`; the operator is one of `+ - * /`; a quotient is a decimal of six places."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negate(Node):
    """`-A`."""

    part: Node


@dataclass(frozen=True)
class Rounded(Node):
    """A number made whole; the direction is `向上取整`, `向下取整` or `四舍五入`."""

    direction: str
    part: Node


@dataclass(frozen=True)
class Smallest(Node):
    """`最小(A, B)`; not known as soon as one part is not known."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Largest(Node):
    """`最大(A, B)`; not known as soon as one part is not known."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class FullSpan(Node):
    """Full time between two dates; the kind is `满月数`, `满年数`, `周岁` or `满天数`."""

    kind: str
    start: Node
    end: Node


@dataclass(frozen=True)
class Later(Node):
    """`月后(用工起始日期, 1)`: the corresponding day so many months or days after a date; the kind is `月后` or `天后`.

    A month without such a day gives its last (民法典 202 条); rest days move nothing. A negative number goes back.
    """

    kind: str
    start: Node
    count: Node


@dataclass(frozen=True)
class TimeBar(Node):
    """`期限内(知道受侵害日期, 1年, 中断于 最近主张权利日期, 扣除 中止天数)`: the right is still alive.

    `unit` is one of `年 月 天`; `renewed` is an interruption's day, where `claimed` (`主张于`) the one asked about;
    `suspended` the days that do not count; None where the rule names none.
    """

    start: Node
    length: Constant | Parameter
    unit: str
    renewed: Node | None = None
    suspended: Node | None = None
    claimed: bool = False

    @property
    def parts(self) -> tuple[Node, ...]:
        """What it is worked out from, in the order it is written."""
        named = (part for part in (self.renewed, self.suspended) if part is not None)
        return (self.start, self.length, *named)


@dataclass(frozen=True)
class When(Node):
    """`若 A 则 B 否则 C`; when A is not known, known only if B and C agree."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Bracket:
    """One line of a table: up to `upper` the value is `value`; `limit` is `不超过` (`upper` counts) or `不满`."""

    limit: str
    upper: Constant | Parameter
    value: Node


@dataclass(frozen=True)
class Brackets(Node):
    """`分段(A, 不超过 50 则 x, 不满 100 则 y, 其余 z)`: the first line that A falls into.

    The bounds ascend. When A or a bound is not known, known only if all lines that A may fall into agree.
    """

    subject: Node
    steps: tuple[Bracket, ...]
    above: Node

    @property
    def values(self) -> tuple[Node, ...]:
        """What the lines give, from the first to `其余`."""
        return (*(step.value for step in self.steps), self.above)

    def as_choices(self) -> Node:
        """The same table as `若 A <= 50 则 x 否则 若 …`."""
        rest = self.above
        for step in reversed(self.steps):
            sign = {"不超过": "≤", "不满": "<"}[step.limit]
            rest = When(Compare(sign, self.subject, step.upper), step.value, rest)
        return rest


@dataclass(frozen=True)
class Cited(Node):
    """A part with the clause it rests on, and its wording for workers where the fact's own will not do."""

    part: Node
    clause: str
    phrase: str = ""


NODE_KINDS: tuple[type[Node], ...] = (
    *(Constant, Choice, FactReference, JudgementDate, Parameter),
    *(AllOf, AnyOf, Not, Compare, Member),
    *(Arithmetic, Negate, Rounded, Smallest, Largest, FullSpan, Later, TimeBar),
    *(When, Brackets, Cited),
)


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node in the order they are written; a fact has none here."""
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts) | Smallest(parts=parts) | Largest(parts=parts):
            return parts
        case Not(part=part) | Negate(part=part) | Rounded(part=part) | Cited(part=part):
            return (part,)
        case Compare(left=first, right=second) | Arithmetic(left=first, right=second):
            return (first, second)
        case FullSpan(start=first, end=second) | Later(start=first, count=second):
            return (first, second)
        case Member(part=part, options=options):
            return (part, *options)
        case TimeBar():
            return node.parts
        case When(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Brackets(subject=subject, steps=steps):
            return (subject, *(step.upper for step in steps), *node.values)
        case _:
            return ()


def opened(node: Node) -> tuple[Node, ...]:
    """The parts of a node, where a derived fact opens into what it is derived from."""
    if isinstance(node, FactReference) and node.fact.derivation is not None:
        return (node.fact.derivation,)
    return children(node)


def walk(node: Node, *, into_derived: bool = False) -> tuple[Node, ...]:
    """Every node once, parents first, left to right."""
    return node.opened_through if into_derived else node.written_through


def _through(node: Node, step: Callable[[Node], tuple[Node, ...]]) -> tuple[Node, ...]:
    """Without recursion: a rule may be nested deeper than Python calls."""
    waiting, met = [node], dict[int, Node]()
    while waiting:
        current = waiting.pop()
        if id(current) not in met:
            met[id(current)] = current
            waiting.extend(reversed(step(current)))
    return tuple(met.values())


def fact_names(node: Node, *, into_derived: bool = False) -> tuple[str, ...]:
    """Names of the facts a rule reads, each once, in the order they are written."""
    parts = walk(node, into_derived=into_derived)
    return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, FactReference)))
