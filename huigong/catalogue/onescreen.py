"""What an interview asks at once."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.catalogue.choosing import Choices
from huigong.catalogue.conversation import Together
from huigong.rules.nodes import Fact


@dataclass(frozen=True)
class Screen:
    """What is asked at once: one fact, or several yes-or-no facts `together`, each with its words.

    `choices` are the ranges of a number or a day between which the open services tell; none where an exact one is needed.
    """

    facts: tuple[Fact, ...]
    together: Together | None = None
    choices: Choices = ()

    @property
    def id(self) -> str:
        """How a page names it: the fact, or the screen of several."""
        return self.facts[0].name if self.together is None else self.together.id

    @property
    def ask(self) -> str:
        """The question."""
        return self.facts[0].question if self.together is None else self.together.ask

    @property
    def none(self) -> str:
        """What the button says that ticks nothing; "" for one fact."""
        return "" if self.together is None else self.together.none

    @property
    def options(self) -> tuple[tuple[Fact, str], ...]:
        """Each fact asked together with what stands beside its box."""
        return (
            ()
            if self.together is None
            else tuple((fact, self.together.options[fact.name]) for fact in self.facts)
        )
