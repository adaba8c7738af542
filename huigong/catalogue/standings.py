"""Where one rule stands with a visitor, kept for the next one of whom the same is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from huigong.catalogue.conditions import Conditions, Heard, conditions_of
from huigong.catalogue.entries import PublicService
from huigong.catalogue.waiting import counted_spans, supposed_of, told, waits
from huigong.rules.nearest import longest
from huigong.rules.nodes import AllOf, fact_names
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import UNKNOWN, Unknown
from huigong.rules.values import Answer as Known

_STATES_KEPT = 64  # a rule, of what somebody may say about it


@dataclass(frozen=True, eq=False)
class Standing:
    """Where a rule stands with somebody: its answer, and whether they have it already."""

    answer: bool | Unknown
    held: bool = False


_YES, _NO, _OPEN, _HELD = Standing(True), Standing(False), Standing(UNKNOWN), Standing(False, held=True)


@dataclass(frozen=True)
class Verdict:
    """A service and its answer, without reasons; `held` where they have it already, `waits` where a no will become a
    yes with time alone, `nearest` what `waiting` says of it where that cost nothing more, `unticked` where a no rests
    on boxes left empty and on nothing that was said: that never waits."""

    service: PublicService
    answer: bool | Unknown
    waits: bool = False
    nearest: str | None = None
    held: bool = False
    unticked: bool = False

    @property
    def kind(self) -> str:
        """`yes`, `perhaps` or `no`; `unticked` and `held` for those noes."""
        if self.held:
            return "held"
        if self.unticked:
            return "unticked"
        return "perhaps" if isinstance(self.answer, Unknown) else "yes" if self.answer else "no"


class AskingRule:
    """One rule, and where it stands by what is known of the facts that it reads."""

    def __init__(
        self,
        service: PublicService,
        conditions: Conditions,
        *,
        on: date,
        parameters: ParameterLookup,
    ) -> None:
        rule, holding = service.rule, service.holding
        read = (rule,) if holding is None else (rule, holding)
        self.names = fact_names(AllOf(read), into_derived=True)
        self.conditions = conditions.numbers(conditions_of(rule))
        self.holding = conditions.numbers(() if holding is None else (holding,))
        self._region = conditions
        self._service, self._rule = service, rule
        self._on, self._parameters = on, parameters
        self._counted = counted_spans(rule)
        self._waiting = lru_cache(maxsize=_STATES_KEPT)(self._helped_by_time)

    @cached_property
    def timed(self) -> frozenset[int]:
        """Those of its conditions that decide whether waiting helps: they change with time, or read what is supposed
        for somebody who counted the months."""
        supposed = supposed_of(self._rule)
        return frozenset(
            number
            for number in self.conditions
            if self._region[number].may_change or not supposed.isdisjoint(self._region[number].names)
        )

    def standing(self, heard: Heard) -> Standing:
        """Where the rule stands with somebody."""
        if any(heard.found[number].answer is True for number in self.holding):
            return _HELD
        verdicts = [heard.found[number].answer for number in self.conditions]
        if False in verdicts:
            return _NO
        return _OPEN if UNKNOWN in verdicts else _YES

    def asked(self, heard: Heard) -> tuple[str, ...]:
        """The facts that may be asked now, in their order, for a rule that is open: what its first condition asks, as
        `in_turn` says of the whole rule."""
        conditions = (heard.found[number] for number in self.conditions)
        still_open = (condition for condition in conditions if condition.answer is UNKNOWN)
        return next((each.asked for each in still_open if each.asked or not each.only_an_office_tells), ())

    def verdict(self, heard: Heard, firm: Heard, empty: Heard) -> Verdict:
        """What it says to somebody; `firm` is the part of what they said that holds whatever boxes were left empty, `empty`
        what follows from these without what else they said."""
        standing = self.standing(heard)
        if standing.answer is not False or standing.held:
            return Verdict(self._service, standing.answer, held=standing.held)
        if self._refuses(empty) and not self._refuses(firm):
            return Verdict(self._service, False, unticked=True)
        waits, nearest = self._wait(heard)
        return Verdict(self._service, False, waits, nearest)

    def _refuses(self, heard: Heard) -> bool:
        return any(heard.found[number].answer is False for number in self.conditions)

    def waits(self, heard: Heard) -> bool:
        """Whether a no of this rule may become a yes with time alone."""
        return self._wait(heard)[0]

    def _wait(self, heard: Heard) -> tuple[bool, str | None]:
        """Whether a no of this rule may become a yes with time alone, and what `waiting` says where each condition has
        said it already."""
        conditions = [heard.found[number] for number in self.conditions]
        noes = [condition for condition in conditions if condition.answer is False]
        if any(no.lasts for no in noes):
            return False, None
        if not any(type(heard.told.get(name)) is int for name in self._counted):
            # Nobody counted months instead of naming a day, so that each condition waits for itself.
            spans = [no.wait for no in noes if no.wait is not None]
            if len(spans) < len(noes):
                return False, None
            most = longest(spans, self._on)
            lacking = [condition for condition in conditions if condition.on(most.earliest) is not True]
            if all(part.on(most.earliest) is UNKNOWN for part in lacking):
                # What is open then and changes with time might be settled on a day still later, unless another part
                # stays open on every day.
                sure = not lacking or any(part.answer is UNKNOWN and part.stays for part in lacking)
                return True, told(most, settled=not lacking) if sure else None
        return self._waiting(tuple(map(heard.told.get, self.names))), None

    def _helped_by_time(self, state: tuple[Known | None, ...]) -> bool:
        values = {name: value for name, value in zip(self.names, state, strict=True) if value is not None}
        return waits(self._rule, values=values, on=self._on, parameters=self._parameters)
