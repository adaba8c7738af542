"""The conditions of a region's rules, each worked out once for all the rules that have it.

A rule is what all of its conditions say together, and rules share conditions: who is under age, who has no
employer. So a visitor costs one look at each condition, and one at what is still open of each rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from huigong.catalogue.asking import first_open, only_an_office_tells
from huigong.catalogue.waiting import growing, may_change
from huigong.rules.ask import possible_answers
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import Settling, needs, settling
from huigong.rules.nearest import Wait, first_day
from huigong.rules.nodes import AllOf, Fact, Node, fact_names
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import UNKNOWN
from huigong.rules.values import Answer as Known

_STATES_KEPT = 64  # a condition; what most visitors say, while days and sums of one visitor come and go
State = tuple[Known | None, ...]


def conditions_of(rule: Node) -> tuple[Node, ...]:
    """What has to be true all together for the rule to be a yes."""
    return rule.parts if isinstance(rule, AllOf) else (rule,)


@dataclass(frozen=True, eq=False)
class Found:
    """What a condition says to what somebody said about the facts that it reads.

    Kept for everybody who said the same, so that two are the same only where they are one object.
    """

    condition: Condition
    values: Mapping[str, Known]
    answer: Known

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The facts that may be asked now for a condition that is open, in its order."""
        here = self.condition.here(self.values)
        return tuple(dict.fromkeys(first_open(self.condition.node, here, self.passed)))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that an open condition still needs."""
        return needs(self.condition.node, self.condition.here(self.values)).missing

    @cached_property
    def settles(self) -> Settling:
        """The facts of which one answer alone could make an open condition a yes, and a no."""
        return settling(self.condition.node, self.condition.here(self.values))

    def then(self, fact: Fact) -> tuple[Known, ...]:
        """What it would say for each possible answer about one more fact."""
        told = self._then.get(fact.name)
        if told is None:
            here = self.condition.here(self.values)
            told = self._then[fact.name] = tuple(
                answer(self.condition.node, then)
                for then in here.said_also(fact.name, possible_answers(fact))
            )
        return told

    @cached_property
    def _then(self) -> dict[str, tuple[Known, ...]]:
        return {}

    @cached_property
    def only_an_office_tells(self) -> bool:
        """Whether nobody is asked what is open in it, so that what stands behind it may be asked."""
        return only_an_office_tells(self.condition.node, self.condition.here(self.values))

    @property
    def passed(self) -> frozenset[str]:
        """The facts of it that are not asked: the person does not know them, or nobody is asked."""
        return self.condition.unasked.union(name for name, value in self.values.items() if value is UNKNOWN)

    @property
    def stays(self) -> bool:
        """Whether it says the same on any day, because nothing is known of it that grows with time."""
        grown = self.condition.grown
        return grown is not None and all(self.values.get(name, UNKNOWN) is UNKNOWN for name in grown)

    @cached_property
    def lasts(self) -> bool:
        """Whether it is a no on any day, because it is one whatever grows with time."""
        grown = self.condition.grown
        if grown is None or self.answer is not False:
            return False
        rest = {name: value for name, value in self.values.items() if name not in grown}
        return answer(self.condition.node, self.condition.here(rest)) is False

    @cached_property
    def wait(self) -> Wait | None:
        """How long a no has to wait until it is a yes; None where it never will be one."""
        return first_day(self.condition.node, self.condition.here(self.values))

    def on(self, day: date) -> Known:
        """What it will say on another day, all else staying as it is."""
        later = self._later.get(day)
        if later is None:
            later = self._later[day] = answer(self.condition.node, self.condition.here(self.values, on=day))
        return later

    @cached_property
    def _later(self) -> dict[date, Known]:
        return {}


class Condition:
    """A condition of one rule or of many, on a day; holds no data about visitors but what many may say."""

    def __init__(
        self, node: Node, *, facts: Mapping[str, Fact], on: date, parameters: ParameterLookup
    ) -> None:
        self.node, self._on, self._parameters = node, on, parameters
        self.names = fact_names(node, into_derived=True)
        self.unasked = frozenset(name for name in self.names if name in facts and not facts[name].question)
        self._found = lru_cache(maxsize=_STATES_KEPT)(self._work_out)

    @cached_property
    def grown(self) -> frozenset[str] | None:
        """The facts of it whose value grows with time, as `growing` gives them."""
        return growing(self.node)

    @cached_property
    def may_change(self) -> bool:
        """Whether it may say something else on another day, all that is known staying as it is."""
        return may_change(self.node)

    def found(self, told: Mapping[str, Known]) -> Found:
        """What it says to somebody who has said `told`."""
        return self._found(tuple(map(told.get, self.names)))

    def here(self, values: Mapping[str, Known], *, on: date | None = None) -> Situation:
        """Somebody of whom this is known, on the day of the condition or another one."""
        return Situation(values, on or self._on, self._parameters)

    def _work_out(self, state: State) -> Found:
        values = {name: value for name, value in zip(self.names, state, strict=True) if value is not None}
        return Found(self, values, answer(self.node, self.here(values)))


@dataclass(frozen=True)
class Heard:
    """What somebody has said, and what each condition of a region says to it, in the order of `Conditions`."""

    told: Mapping[str, Known]
    found: tuple[Found, ...]

    @cached_property
    def noes(self) -> tuple[int, ...]:
        """The conditions that say no, by their number."""
        return tuple([number for number, said in enumerate(self.found) if said.answer is False])

    @cached_property
    def doubts(self) -> tuple[int, ...]:
        """The conditions that do not know, by their number."""
        return tuple([number for number, said in enumerate(self.found) if said.answer is UNKNOWN])


class Conditions:
    """The conditions of many rules, each once."""

    def __init__(self, *, facts: Mapping[str, Fact], on: date, parameters: ParameterLookup) -> None:
        self._facts, self._on, self._parameters = facts, on, parameters
        self._conditions: list[Condition] = []
        self._numbers: dict[Node, int] = {}
        self._readers: dict[str, list[int]] = defaultdict(list)

    def __getitem__(self, number: int) -> Condition:
        return self._conditions[number]

    def numbers(self, nodes: Iterable[Node]) -> tuple[int, ...]:
        """Where what each of these says stands in `Heard.found`."""
        return tuple(map(self._number, nodes))

    def hear(self, told: Mapping[str, Known], *, after: Heard | None = None) -> Heard:
        """What every condition says to somebody who has said `told`; after something like it, the rest is looked at again."""
        if after is None:
            return Heard(told, tuple([condition.found(told) for condition in self._conditions]))
        anew = list(after.found)
        for number in {number for name in _changed(after.told, told) for number in self.reading(name)}:
            anew[number] = self._conditions[number].found(told)
        return Heard(told, tuple(anew))

    def reading(self, name: str) -> Sequence[int]:
        """The conditions that read a fact, by their number."""
        return self._readers.get(name, ())

    def _number(self, node: Node) -> int:
        number = self._numbers.setdefault(node, len(self._conditions))
        if number == len(self._conditions):
            condition = Condition(node, facts=self._facts, on=self._on, parameters=self._parameters)
            self._conditions.append(condition)
            for name in condition.names:
                self._readers[name].append(number)
        return number


def _changed(before: Mapping[str, Known], now: Mapping[str, Known]) -> Iterator[str]:
    """The facts of which something else is known now."""
    return (name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
