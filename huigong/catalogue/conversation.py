"""How people are asked, as data: what is asked together, what follows without asking, and life events.

`conversation_reading` says how the files read. What somebody said themselves stands before what would follow from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from huigong.kernel.packs import Place
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Node, fact_names
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import UNKNOWN
from huigong.rules.values import Answer as Known

# Screens at one time; what is still open then is told with the results, to be gone on with.
MOST_FOR_AN_EVENT, MOST_FOR_EVERYTHING, MOST_ABOUT_ONE = 8, 14, 30
MORE_FOR_ANOTHER = 2  # screens, for each further child or employer that somebody answers for
QUESTIONS, EVENTS = "questions.yaml", "life_events.yaml"


@dataclass(frozen=True)
class Together:
    """Several yes-or-no facts asked on one screen: `options` maps a fact to what stands beside its box, `places` to where
    that is written; `rarely` are those that few have, which stand behind the others under the words `more`."""

    id: str
    ask: str
    help: str
    options: Mapping[str, str]
    none: str
    rarely: frozenset[str] = frozenset()
    more: str = ""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Follow:
    """Where `when` is true, each fact of `then` has its value, each of `works` what its rule gives, and is not asked."""

    when: Node
    then: Mapping[str, Known]
    works: Mapping[str, Node] = field(default_factory=dict)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The facts that `when` and the rules of `works` read."""
        rules = (self.when, *self.works.values())
        return frozenset(name for rule in rules for name in fact_names(rule, into_derived=True))

    @cached_property
    def settles(self) -> tuple[str, ...]:
        """The facts that it gives."""
        return (*self.then, *self.works)

    def gives(self, name: str, here: Situation) -> Known:
        """What it says of one of these; UNKNOWN where its rule cannot say."""
        return answer(self.works[name], here) if name in self.works else self.then[name]


@dataclass(frozen=True)
class Several:
    """Of whom somebody may have several (`孩子`), so that what is said of one is not said of another.

    `when` there may be more than one; `told_by` are the facts by which people know which one is meant; `called` what the
    first, the second are called, and so how many there may be; `another` stands on the button; `ask_first` is asked of
    each further one before what an event asks first: what most of its questions hang on.
    """

    word: str
    when: Node
    told_by: tuple[str, ...]
    called: tuple[str, ...]
    another: str
    ask_first: tuple[str, ...]


@dataclass(frozen=True)
class LifeEvent:
    """Why somebody comes: the services that may help, best first, and what is asked before anything else.

    `beside` are services that stand with them and that nobody comes for: they ask on their own page only.
    """

    id: str
    name: str
    says: str
    icon: str
    urgent: bool
    services: tuple[str, ...]
    ask_first: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def all_services(self) -> tuple[str, ...]:
        """Those that it asks about, and behind them those beside."""
        return (*self.services, *self.beside)


@dataclass(frozen=True)
class Mention:
    """A service that a region's file of life events names, and where."""

    service: str
    region: str
    place: Place


@dataclass(frozen=True)
class Conversation:
    """Everything the packs say about asking. An empty one asks fact by fact. `mentions` are for `pack check`."""

    together: tuple[Together, ...] = ()
    follows: tuple[Follow, ...] = ()
    events: Mapping[str, LifeEvent] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, Several] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = field(default=(), compare=False, repr=False)

    @cached_property
    def screen_of(self) -> Mapping[str, Together]:
        """The screen on which a fact is asked together with others."""
        return {name: screen for screen in self.together for name in screen.options}

    @cached_property
    def gates(self) -> Mapping[str, frozenset[str]]:
        """The facts that a fact may settle when it is known: `有随迁子女` settles what is asked of such a child."""
        settled: dict[str, set[str]] = {}
        for follow in self.follows:
            for name in follow.reads:
                settled.setdefault(name, set()).update(follow.settles)
        return {name: frozenset(names) for name, names in settled.items()}

    def gates_of(self, name: str) -> tuple[str, ...]:
        """The facts that may settle this one, of those that are asked together with others."""
        return tuple(
            gate for gate, settled in self.gates.items() if name in settled and gate in self.screen_of
        )

    def of_others(self, event: LifeEvent, words: Collection[str]) -> LifeEvent:
        """The event for somebody who answers for a further one of each of these words (`一份活`)."""
        first = [name for word in words if word in self.several for name in self.several[word].ask_first]
        return replace(event, ask_first=tuple(first)) if first else event

    def following(
        self, told: Mapping[str, Known], *, on: date, parameters: ParameterLookup
    ) -> dict[str, Known]:
        """What follows from what is known, without what is known already; "I do not know" counts as known."""
        settled: dict[str, Known] = {}
        here = Situation(told, on, parameters)
        for follow in self.follows:  # in an order in which each stands behind those that it reads
            open_names = [name for name in follow.settles if name not in here.values]
            if open_names and answer(follow.when, here) is True:
                given = {name: follow.gives(name, here) for name in open_names}
                more = {name: value for name, value in given.items() if value is not UNKNOWN}
                settled |= more
                here = here.knowing(more)
        return settled

    def worked_out_by(self, names: Set[str]) -> frozenset[str]:
        """The facts that rules over these work out exactly."""
        return frozenset(
            worked
            for follow in self.follows
            for worked, rule in follow.works.items()
            if not names.isdisjoint(fact_names(rule, into_derived=True))
        )
