"""Where one rule stands with a visitor, kept for the next one in the same state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huigong.catalogue.asking import in_turn
from huigong.catalogue.entries import PublicService
from huigong.catalogue.holding import is_held
from huigong.catalogue.waiting import growing, waits
from huigong.rules.ask import hope
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import AllOf, Fact, fact_names
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import UNKNOWN, Unknown
from huigong.rules.values import Answer as Known

_STATES_KEPT = 128  # a rule; what most visitors say, while days and sums of one visitor come and go
State = tuple[Known | None, ...]


@dataclass(frozen=True)
class Standing:
    """Where a rule stands with somebody: its answer, whether they have it already, and while that is not known what it says about the
    next question: the facts that may be asked for it now, in its order, and in parts of `Interview.parts`
    how likely each fact it waits for settles it."""

    answer: bool | Unknown
    asked: tuple[str, ...] = ()
    hopes: tuple[tuple[str, int], ...] = ()
    held: bool = False


@dataclass(frozen=True)
class Verdict:
    """A service and its answer, without reasons; `held` where they have it already, `waits` where a no will become a yes with time alone,
    `unticked` where a no rests on boxes left empty and on nothing that was said."""

    service: PublicService
    answer: bool | Unknown
    waits: bool
    held: bool
    unticked: bool


class AskingRule:
    """One rule, and where it stands by what is known of the facts that it reads."""

    def __init__(
        self,
        service: PublicService,
        *,
        facts: Mapping[str, Fact],
        on: date,
        parameters: ParameterLookup,
        parts: int,
    ) -> None:
        rule, holding = service.rule, service.holding
        read = (rule,) if holding is None else (rule, holding)
        self.names = fact_names(AllOf(read), into_derived=True)
        self._service, self._rule, self._facts, self._parts = service, rule, facts, parts
        self._on, self._parameters = on, parameters
        self._grown = growing(rule)
        self._standing = lru_cache(maxsize=_STATES_KEPT)(self._work_out)
        self._lasting = lru_cache(maxsize=_STATES_KEPT)(self._answer)
        self._waiting = lru_cache(maxsize=_STATES_KEPT)(self._helped_by_time)

    def standing(self, told: Mapping[str, Known]) -> Standing:
        """Where the rule stands with somebody who has said `told`."""
        return self._standing(self._state(told))

    def verdict(self, told: Mapping[str, Known], firm: Mapping[str, Known]) -> Verdict:
        """What it says to `told`; `firm` is the part of it that holds whatever boxes were left empty."""
        standing = self.standing(told)
        no = standing.answer is False and not standing.held
        unticked = no and self._rests_on(told, firm)
        return Verdict(
            self._service,
            standing.answer,
            waits=no and not unticked and self.waits(told),
            held=standing.held,
            unticked=unticked,
        )

    def _rests_on(self, told: Mapping[str, Known], firm: Mapping[str, Known]) -> bool:
        """Whether a no to `told` is none any more to `firm`."""
        state, sure = self._state(told), self._state(firm)
        return state != sure and self._lasting(sure) is not False

    def waits(self, told: Mapping[str, Known]) -> bool:
        """Whether a no of this rule may become a yes with time alone."""
        if self.standing(told).held:
            return False
        if self._grown is not None:
            # What is a no whatever grows with time will be one on any day.
            rest = {name: told[name] for name in self.names if name in told and name not in self._grown}
            if not self._grown or self._lasting(self._state(rest)) is False:
                return False
        return self._waiting(self._state(told))

    def _state(self, told: Mapping[str, Known]) -> State:
        """The answers to the facts that this rule reads; UNKNOWN for "I do not know", None for not asked."""
        return tuple(map(told.get, self.names))

    def _answer(self, state: State) -> Known:
        return answer(self._rule, self._here(state))

    def _helped_by_time(self, state: State) -> bool:
        return waits(self._rule, values=self._values(state), on=self._on, parameters=self._parameters)

    def _values(self, state: State) -> dict[str, Known]:
        return {name: value for name, value in zip(self.names, state, strict=True) if value is not None}

    def _here(self, state: State) -> Situation:
        return Situation(self._values(state), self._on, self._parameters)

    def _work_out(self, state: State) -> Standing:
        here = self._here(state)
        if is_held(self._service, here):
            return Standing(False, held=True)
        verdict = answer(self._rule, here)
        if verdict is not UNKNOWN:
            return Standing(bool(verdict))
        passed = {name for name, value in here.values.items() if value is UNKNOWN}
        passed |= {name for name in self.names if name in self._facts and not self._facts[name].question}
        open_rule = in_turn(self._rule, here, passed)
        hopes = ((name, hope(self._facts[name], open_rule, here)) for name in open_rule.reads)
        return Standing(
            UNKNOWN, open_rule.asked, tuple((name, int(part * self._parts)) for name, part in hopes)
        )
