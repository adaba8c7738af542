"""The next question and the answers of all services for one visitor, in a millisecond.

`screening.next_question` and `entitle` say what they are. Here each condition of a region's rules is
asked once for all the rules that have it, about the facts that it reads, and what it says is kept for
the next visitor who says the same; so is what is still open of a rule. So a question costs about the
same however many services a region has. A test compares the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import lcm

from huigong.catalogue.asking import first_asked
from huigong.catalogue.audience import BIRTH
from huigong.catalogue.choosing import Choices, choices
from huigong.catalogue.conditions import Conditions, Heard
from huigong.catalogue.conversation import LifeEvent, Together
from huigong.catalogue.openness import Openness
from huigong.catalogue.outcomes import ServiceSets, Verdicts
from huigong.catalogue.screening import place_of
from huigong.catalogue.screens import Screen
from huigong.catalogue.services import Applicant, Catalogue, PublicService
from huigong.catalogue.standings import AskingRule, Verdict
from huigong.kernel.calendar import WorkCalendar
from huigong.rules.ask import possible_answers
from huigong.rules.evaluate import Situation
from huigong.rules.nodes import Fact, Node
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import UNKNOWN, Between
from huigong.rules.values import Answer as Known


class Interview:
    """The rules of a region on a day, ready for any visitor; holds no data about visitors."""

    def __init__(
        self,
        catalogue: Catalogue,
        services: Iterable[PublicService],
        *,
        on: date,
        parameters: ParameterLookup,
    ) -> None:
        self.facts, self.conversation = catalogue.facts, catalogue.conversation
        self._on, self._parameters = on, parameters
        self.services = tuple(services)
        # Every likelihood is a whole number of these parts, so that sums are exact.
        self.parts = lcm(2, *(len(possible_answers(fact)) or 1 for fact in self.facts.values()))
        self._conditions = Conditions(facts=self.facts, on=on, parameters=parameters)
        self.rules = tuple(
            AskingRule(service, self._conditions, on=on, parameters=parameters) for service in self.services
        )
        self._numbers = {service.id: number for number, service in enumerate(self.services)}
        in_order = sorted(range(len(self.services)), key=lambda number: place_of(self.services[number]))
        self._sets = ServiceSets(self.rules, in_order)
        self._for = {
            applicant: self._sets.of(
                number for number, service in enumerate(self.services) if service.applicant is applicant
            )
            for applicant in Applicant
        }
        readers: dict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for name in rule.names:
                readers[name].append(number)
        self._readers = {name: self._sets.of(numbers) for name, numbers in readers.items()}

    def begin(
        self,
        values: Mapping[str, Known | None],
        *,
        skip: Collection[str] = (),
        service_ids: Collection[str] | None = None,
        applicant: Applicant = Applicant.PERSON,
        after: Heard | None = None,
    ) -> Asking:
        """The interview of somebody who has said `values`; `after` is what was heard of the same person before, the
        other arguments are as `next_question` takes them."""
        told: dict[str, Known] = dict.fromkeys(skip, UNKNOWN)
        chosen = (
            self._for[applicant]
            if service_ids is None
            else self._sets.of(self._numbers[each] for each in set(service_ids) if each in self._numbers)
        )
        return Asking(self, told | _known(values), chosen, applicant, after=after)

    def following(self, told: Mapping[str, Known]) -> dict[str, Known]:
        """What follows from what is known, and so is not asked."""
        return self.conversation.following(told, on=self._on, parameters=self._parameters)

    def ticked(self, said: Mapping[str, Known]) -> dict[str, Known]:
        """What the boxes of one screen say: an empty box beside a ticked one that says the same is no "no".

        A box is a yes too where a yes follows from those ticked, or where one of them could not be true without it.
        """
        boxes = dict(said)
        while more := [
            name for name, value in boxes.items() if value is False and self._implied(name, boxes)
        ]:
            boxes.update(dict.fromkeys(more, True))
        return boxes

    def _implied(self, name: str, boxes: Mapping[str, Known]) -> bool:
        ticked = {each: True for each, value in boxes.items() if value is True}
        if self.following(ticked).get(name) is True:
            return True
        without = self.following({name: False})
        return any(without.get(each) is False for each in ticked)

    def open(self, heard: Heard, *, among: int) -> Openness:
        """What of a set of services is open to somebody."""
        return Openness(self._sets, among & self._sets.open(heard), heard)

    def worth(self, openness: Openness) -> dict[str, tuple[int, int]]:
        """Of each fact that may be asked now: how many services it should settle, and for how many it is asked."""
        return {
            name: openness.worth(self.facts[name], self._conditions.reading(name), parts=self.parts)
            for name in openness.asked
        }

    def choices(self, fact: Fact, openness: Openness, applicant: Applicant) -> Choices:
        """The ranges of a fact to choose from, as `choosing.choices` makes them for the services that are open."""
        reading = self._readers.get(fact.name, 0)
        asking = openness.services & reading
        others = self._sets.open(openness.heard) & self._for[applicant] & reading & ~openness.services
        if any(self._counts_each(number, fact) for number in self._sets.numbers(asking)):
            return ()
        needed, more = (self._conditions_of(services, fact, openness.heard) for services in (asking, others))
        return choices(fact, needed, more, self.here(openness.heard.told))

    def _counts_each(self, number: int, fact: Fact) -> bool:
        amount = self.services[number].amount
        return amount is not None and amount.each == fact.name

    def _conditions_of(self, services: int, fact: Fact, heard: Heard) -> list[Node]:
        """The conditions of these services that are open and read the fact, each once."""
        sets = self._sets
        return [
            self._conditions[number].node
            for number in self._conditions.reading(fact.name)
            if heard.found[number].answer is UNKNOWN
            and services & (sets.demanding(number) | sets.holding(number))
        ]

    def heard(self, told: Mapping[str, Known], *, after: Heard | None = None) -> Heard:
        """What every condition of the region says to somebody who has said `told`; `after` is what was heard of the same person before."""
        return self._conditions.hear(told, after=after)

    def here(self, told: Mapping[str, Known]) -> Situation:
        """Somebody who has said `told`, as rules see them."""
        return Situation(told, self._on, self._parameters)

    def verdicts(
        self,
        values: Mapping[str, Known | None],
        *,
        applicant: Applicant = Applicant.PERSON,
        firm: Mapping[str, Known | None] | None = None,
        empty: Mapping[str, Known | None] | None = None,
    ) -> Verdicts:
        """What every service answers, in the order of `entitle`; noes that will become a yes with time come first.

        `firm` are the values that hold whatever boxes were left empty, `empty` those of these boxes and of who the person
        is; without them none counts as left empty.
        """
        heard = self.heard(_known(values))
        sure = heard if firm is None else self.heard(_known(firm), after=heard)
        passed_over = heard if empty is None else self.heard(_known(empty), after=heard)
        return Verdicts(self._sets, self._for[applicant], heard, sure, passed_over)

    def order_of(self, service_ids: Sequence[str]) -> dict[int, int]:
        """Where each of these services stands among them, by its number; without those that are not offered here."""
        numbers = {self._numbers.get(service): place for place, service in enumerate(service_ids)}
        return {number: place for number, place in numbers.items() if number is not None}

    def verdict(
        self,
        service_id: str,
        values: Mapping[str, Known | None],
        *,
        firm: Mapping[str, Known | None],
        empty: Mapping[str, Known | None],
    ) -> Verdict:
        """What one service of the region answers; the arguments as `verdicts` takes them."""
        rule = self.rules[self._numbers[service_id]]
        heard = self.heard(_known(values))
        sure, passed_over = (self.heard(_known(each), after=heard) for each in (firm, empty))
        return rule.verdict(heard, sure, passed_over)


class Asking:
    """One visitor's interview: what is open, and what to ask next.

    `followed` is what follows from what was said; it changes with every answer and is nobody's word.
    """

    def __init__(
        self,
        interview: Interview,
        told: dict[str, Known],
        chosen: int,
        applicant: Applicant,
        *,
        after: Heard | None = None,
    ) -> None:
        self._interview, self._told, self._applicant = interview, told, applicant
        self._chosen = chosen
        self._hear(after=after)

    def next(self) -> Fact | None:
        """The fact to ask next, or None when no question would help."""
        if not self._asked:
            return None
        first = first_asked([self._asked])
        if first is not None:
            return self._interview.facts[first]
        worth = self._interview.worth(self._open)
        best = max(worth.values())
        names = [name for name, value in worth.items() if value == best]
        name = names[0] if len(names) == 1 else min(names, key=self._first_asked)
        return self._interview.facts[name]

    def screen(self, event: LifeEvent | None = None) -> Screen | None:
        """What to ask next on one screen, or None when no question would help.

        Who they are comes first. With a life event then follows what the first of its services
        that is still open waits for; without one what is asked together, in the order of the
        packs, and then the most useful fact. Of what is asked together only what an open
        service still reads is shown.
        """
        if not self._asked:
            return None
        if event is not None:
            first = (name for name in event.ask_first if name not in self._told and self._matters(name))
            return self._screen_with(next(first, None) or first_asked([self._asked]) or self._next_of(event))
        who = first_asked([self._asked])
        if who is not None:
            return self._screen_with(who)
        for together in self._interview.conversation.together:
            if any(self._opens(name) for name in together.options):
                return self._together(together)
        fact = self.next()
        return None if fact is None else self.alone(fact)

    def alone(self, fact: Fact) -> Screen:
        """The screen that asks one fact and nothing else."""
        if fact.name == BIRTH:
            return Screen((fact,))
        return Screen((fact,), choices=self._interview.choices(fact, self._open, self._applicant))

    def screens_left(self) -> int:
        """How many screens the open services could still ask for: what is asked together counts once."""
        screen_of, facts = self._interview.conversation.screen_of, self._interview.facts
        names = (name for name in self._reads if facts[name].question and not self._known(name))
        return len({screen_of[name].id if name in screen_of else name for name in names})

    @property
    def reads(self) -> frozenset[str]:
        """The facts that may still settle a service."""
        return self._reads

    def tell(self, name: str, value: Known) -> None:
        """Takes one more answer; UNKNOWN is "I do not know"."""
        self.tell_all({name: value})

    def tell_all(self, values: Mapping[str, Known]) -> None:
        """Takes the answers of one screen."""
        self._told.update(values)
        self._hear(after=self._heard)

    def _screen_with(self, name: str) -> Screen:
        """The screen on which a fact is asked, or on which another may settle it."""
        conversation = self._interview.conversation
        asked = (name, *(gate for gate in conversation.gates_of(name) if not self._known(gate)))
        together = next(filter(None, map(conversation.screen_of.get, asked)), None)
        return self.alone(self._interview.facts[name]) if together is None else self._together(together)

    def _together(self, together: Together) -> Screen:
        facts = tuple(self._interview.facts[name] for name in together.options if self._matters(name))
        return Screen(facts) if len(facts) == 1 else Screen(facts, together)

    def _matters(self, name: str) -> bool:
        """Whether an open service reads the fact, or one that it may settle."""
        return not self._known(name) and (name in self._reads or self._settles(name, self._reads))

    def _opens(self, name: str) -> bool:
        """Whether the fact, or one that it may settle, may be asked now."""
        return name in self._asked or self._settles(name, self._asked)

    def _settles(self, name: str, wanted: Collection[str]) -> bool:
        settled = self._interview.conversation.gates.get(name, ())
        return not self._known(name) and any(each in wanted for each in settled if not self._known(each))

    def _known(self, name: str) -> bool:
        told = self._told.get(name)
        return name in self.followed or (told is not None and not isinstance(told, Between))

    def _next_of(self, event: LifeEvent) -> str:
        """The fact that the first open service of the event waits for."""
        order = {service: place for place, service in enumerate(event.services)}
        services, asking = self._interview.services, self._open.asking()
        number = min(asking, key=lambda number: (order.get(services[number].id, len(order)), number))
        return self._open.first_asked(number)[0]

    def _hear(self, *, after: Heard | None) -> None:
        """What follows from what was said, and what of the rules is open then."""
        self.followed = self._interview.following(self._told)
        self._heard = self._interview.heard({**self.followed, **self._told}, after=after)
        self._open = self._interview.open(self._heard, among=self._chosen)
        self._asked, self._reads = self._open.asked, self._open.reads

    def _first_asked(self, name: str) -> tuple[int, int]:
        """The first rule that asks for it, and where in its order."""
        number = self._open.asking(name)[0]
        return number, self._open.first_asked(number).index(name)


def _known(values: Mapping[str, Known | None]) -> dict[str, Known]:
    return {name: value for name, value in values.items() if value is not None and value is not UNKNOWN}


def interview(catalogue: Catalogue, region: str, on: date, *, unverified: bool = False) -> Interview:
    """The interview of a region on a day, kept for the next visitor until a place says another day off."""
    return _kept(catalogue, region, on, unverified, WorkCalendar.published())


@lru_cache(maxsize=64)
def _kept(catalogue: Catalogue, region: str, on: date, unverified: bool, _days: WorkCalendar) -> Interview:
    services = catalogue.services_for(region, on, unverified=unverified)
    parameters = catalogue.parameters.lookup(region, unverified=unverified)
    return Interview(catalogue, services, on=on, parameters=parameters)
