"""What is open to somebody in all the services of a region, and how much each question would settle, as sets of services.

A set is one whole number (`outcomes.ServiceSets`), so that what is asked of it costs about the same however many
services there are. `screening.next_question` says what the answers are; a test compares the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from huigong.catalogue.conditions import Found, Heard
from huigong.catalogue.outcomes import ServiceSets
from huigong.rules.ask import possible_answers
from huigong.rules.nodes import Fact


@dataclass(frozen=True)
class Openness:
    """The `services` that are open to somebody, by what is open in them; holds what that visitor has said."""

    sets: ServiceSets
    services: int
    heard: Heard

    @cached_property
    def asked(self) -> frozenset[str]:
        """The facts that may be asked now: of each service those that the first of its open conditions waits for."""
        return frozenset().union(*(self._said(number).asked for number in self._first))

    @cached_property
    def reads(self) -> frozenset[str]:
        """The facts that may settle a service."""
        return self.asked.union(*(self._said(number).missing for number in self._doubts))

    def first_asked(self, service: int) -> tuple[str, ...]:
        """The facts that may be asked now for the service with this number, in its order."""
        return self.sets.rules[service].asked(self.heard)

    def asking(self, name: str | None = None) -> list[int]:
        """The services that ask for a fact now, or for any, by their number, ascending."""
        return sorted(self.sets.numbers(self._asking(name)))

    def worth(self, fact: Fact, reading: Iterable[int], *, parts: int) -> tuple[int, int]:
        """How many services an answer about the fact should settle, in `parts` of one, and for how many it is asked.

        `reading` are the conditions that read the fact, by their number. All answers are taken for equally likely, as
        `rules.ask.hope` says of one rule.
        """
        here = {number: self._doubts[number] for number in reading if number in self._doubts}
        asking = self._asking(fact.name)
        answers = possible_answers(fact)
        if answers:
            reads = asking | _union(here[each] for each in here if fact.name in self._said(each).missing)
            then = {number: self._said(number).then(fact) for number in here}
            settled = [
                reads
                & self._settled(
                    noes=(here[each] for each in here if then[each][place] is False),
                    yeses=(here[each] for each in here if then[each][place] is True),
                )
                for place in range(len(answers))
            ]
        else:
            settled = self._settled_by_figure(fact.name, here)
        return sum(map(int.bit_count, settled)) * parts // (len(answers) or 2), asking.bit_count()

    def _settled_by_figure(self, name: str, here: Mapping[int, int]) -> list[int]:
        """For a number or a day: the services that it decides alone, and those that one answer alone could decide."""
        missing = {number: here[number] for number in here if name in self._said(number).missing}
        alone = [missing[number] for number in missing if self._said(number).missing == (name,)]
        settles = {number: self._said(number).settles for number in missing}
        could = self._settled(
            noes=(missing[each] for each in missing if name in settles[each][False]),
            yeses=(missing[each] for each in missing if name in settles[each][True]),
        )
        lacking = _union(missing.values())
        return [lacking & self._settled(noes=(), yeses=[*alone, *self._without_facts]), lacking & could]

    def _settled(self, *, noes: Iterable[int], yeses: Iterable[int]) -> int:
        """The services of which one condition becomes a no, or every open one a yes."""
        return _union(noes) | ~_times(yeses).differs(self._number_of_doubts)

    def _asking(self, name: str | None) -> int:
        asking = (
            services
            for number, services in self._first.items()
            if (self._said(number).asked if name is None else name in self._said(number).asked)
        )
        return _union(asking)

    def _said(self, condition: int) -> Found:
        return self.heard.found[condition]

    @cached_property
    def _doubts(self) -> Mapping[int, int]:
        """The open services of each condition that is not known, by its number."""
        every = ((number, self.sets.demanding(number) & self.services) for number in self.heard.doubts)
        return {number: services for number, services in every if services}

    @cached_property
    def _number_of_doubts(self) -> Times:
        return _times(self._doubts.values())

    @cached_property
    def _without_facts(self) -> Sequence[int]:
        """The services of conditions that no fact settles: a figure of the place is not in force."""
        return [services for number, services in self._doubts.items() if not self._said(number).missing]

    @cached_property
    def _first(self) -> Mapping[int, int]:
        """The services that wait for each condition before any other: what only an office can tell is passed over."""
        first, waiting = defaultdict[int, int](int), self.services
        for conditions in self.sets.in_turn:
            for number, services in conditions.items():
                here = services & waiting
                if here and number in self._doubts:
                    said = self._said(number)
                    if said.asked or not said.only_an_office_tells:
                        first[number] |= here
                        waiting &= ~here
        return dict(first)


@dataclass(frozen=True)
class Times:
    """How often each service was counted: the binary digits of that number, one set of services for each."""

    digits: tuple[int, ...]

    def differs(self, other: Times) -> int:
        """The services that were not counted as often there as here."""
        pairs = zip_longest(self.digits, other.digits, fillvalue=0)
        return _union(here ^ there for here, there in pairs)


def _times(counted: Iterable[int]) -> Times:
    digits = list[int]()
    for services in counted:
        carried = services
        for place, digit in enumerate(digits):
            digits[place], carried = digit ^ carried, digit & carried
        if carried:
            digits.append(carried)
    return Times(tuple(digits))


def _union(sets: Iterable[int]) -> int:
    union = 0
    for services in sets:
        union |= services
    return union
