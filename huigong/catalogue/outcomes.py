"""What all services of a region say to one visitor, as sets of services: a set for each condition, and no look at each.

A set is a whole number with a bit for every service, at its place in the order of pages. Everybody to whom a condition
is a no gets a no from each service in the set of the condition, so that a visitor costs as much as a region has
conditions, and a row is worked out for those services only that a page shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from huigong.catalogue.conditions import Heard
from huigong.catalogue.standings import AskingRule, Verdict


@dataclass(frozen=True)
class ServiceSets:
    """The rules of a region by their conditions, `order` in the order of pages; holds no data about visitors."""

    rules: Sequence[AskingRule]
    order: Sequence[int]

    def of(self, numbers: Iterable[int]) -> int:
        """The set of these services, by their number among the rules."""
        return sum(1 << self._places[number] for number in numbers)

    def numbers(self, services: int) -> list[int]:
        """The services of a set by their number, in the order of pages."""
        bits = f"{services:b}"[::-1]
        return list(compress(self.order, map("1".__eq__, bits)))

    def demanding(self, condition: int) -> int:
        """The services that have a condition, by its number."""
        return self._demanding.get(condition, 0)

    def holding(self, condition: int) -> int:
        """The services that somebody has already where a condition holds, by its number."""
        return self._holding.get(condition, 0)

    @cached_property
    def in_turn(self) -> tuple[Mapping[int, int], ...]:
        """For each place in the order of a rule, the conditions that stand there, each with the services in which it does."""
        turns: list[dict[int, int]] = []
        for number in self.order:
            for turn, condition in enumerate(self.rules[number].conditions):
                if turn == len(turns):
                    turns.append(defaultdict(int))
                turns[turn][condition] |= 1 << self._places[number]
        return tuple(map(dict, turns))

    def held(self, heard: Heard) -> int:
        """The services whose benefit somebody has already."""
        return _having(self._holding, (held for held in self._holding if heard.found[held].answer is True))

    def refusing(self, heard: Heard) -> int:
        """The services of which a condition is a no."""
        return _having(self._demanding, heard.noes)

    def doubtful(self, heard: Heard) -> int:
        """The services of which a condition is not known."""
        return _having(self._demanding, heard.doubts)

    def open(self, heard: Heard) -> int:
        """The services that neither refuse somebody nor are held, and of which a condition is not known."""
        return self.doubtful(heard) & ~self.refusing(heard) & ~self.held(heard)

    def waiting(self, among: int, heard: Heard) -> int:
        """Of services that refuse somebody those that time alone will make a yes.

        Which it does depends on the conditions that may change with time, and on whether another one is open: services
        that share both need one of them to be tried.
        """
        among &= ~_having(self._demanding, (no for no in heard.noes if heard.found[no].lasts))
        never_yes = _having(self._lasting, heard.doubts)
        waiting = 0
        for alike in self._alike:
            for services in (among & alike & never_yes, among & alike & ~never_yes):
                if services and self.rules[self._first(services)].waits(heard):
                    waiting |= services
        return waiting

    def _first(self, services: int) -> int:
        return self.order[(services & -services).bit_length() - 1]

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {number: place for place, number in enumerate(self.order)}

    @cached_property
    def _demanding(self) -> Mapping[int, int]:
        """The services of each condition, by the number of the condition."""
        return self._by_condition(lambda rule: rule.conditions)

    @cached_property
    def _holding(self) -> Mapping[int, int]:
        return self._by_condition(lambda rule: rule.holding)

    @cached_property
    def _lasting(self) -> Mapping[int, int]:
        return self._by_condition(lambda rule: [each for each in rule.conditions if each not in rule.timed])

    @cached_property
    def _alike(self) -> tuple[int, ...]:
        """The services in sets that share every condition that may change with time; those without one are left out."""
        alike: dict[frozenset[int], int] = defaultdict(int)
        for number in self.order:
            timed = self.rules[number].timed
            if timed:
                alike[timed] |= 1 << self._places[number]
        return tuple(alike.values())

    def _by_condition(self, conditions_of: Callable[[AskingRule], Iterable[int]]) -> Mapping[int, int]:
        services: dict[int, int] = defaultdict(int)
        for number in self.order:
            for condition in conditions_of(self.rules[number]):
                services[condition] |= 1 << self._places[number]
        return dict(services)


def _having(services_of: Mapping[int, int], conditions: Iterable[int]) -> int:
    """The services that have any of these conditions, by their number."""
    services = 0
    for condition in conditions:
        services |= services_of.get(condition, 0)
    return services


@dataclass(frozen=True)
class Verdicts:
    """What services say to somebody, of whom `sure` holds whatever boxes were left empty, and `empty` by these alone.

    Each way through them is in the order of `entitle`, where noes that will become a yes with time come first.
    """

    sets: ServiceSets
    among: int
    heard: Heard
    sure: Heard
    empty: Heard

    def __iter__(self) -> Iterator[Verdict]:
        for services in (self._waiting, self._yes, self._perhaps, self._rest):
            yield from map(self.row, self.sets.numbers(services))

    def numbers(self, kind: str) -> list[int]:
        """The services of a kind, as `Verdict.kind` names it, by their number."""
        match kind:
            case "yes":
                return self.sets.numbers(self._yes)
            case "perhaps":
                return self.sets.numbers(self._perhaps)
            case "held":
                return self.sets.numbers(self._held)
            case "unticked":
                return self.sets.numbers(self._unticked)
        waiting = self._waiting
        return [
            *self.sets.numbers(waiting),
            *self.sets.numbers(self._rest & ~waiting & ~self._held & ~self._unticked),
        ]

    def row(self, number: int) -> Verdict:
        """What one service says."""
        return self.sets.rules[number].verdict(self.heard, self.sure, self.empty)

    @cached_property
    def _held(self) -> int:
        return self.among & self.sets.held(self.heard)

    @cached_property
    def _refusing(self) -> int:
        return self.sets.refusing(self.heard)

    @cached_property
    def _perhaps(self) -> int:
        return self.among & self.sets.doubtful(self.heard) & ~self._refusing & ~self._held

    @cached_property
    def _no(self) -> int:
        return self.among & self._refusing & ~self._held

    @cached_property
    def _unticked(self) -> int:
        return self._no & ~self.sets.refusing(self.sure) & self.sets.refusing(self.empty)

    @cached_property
    def _waiting(self) -> int:
        return self.sets.waiting(self._no & ~self._unticked, self.heard)

    @cached_property
    def _yes(self) -> int:
        return self.among & ~self._held & ~self._perhaps & ~self._no

    @cached_property
    def _rest(self) -> int:
        """What is a no and stays one, and what is held."""
        return (self._held | self._no) & ~self._waiting
