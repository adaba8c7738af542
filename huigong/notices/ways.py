"""Ways of service as data: what has to happen, on which day the law then takes it for done, what follows a failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.packs import Entry, Place
from huigong.kernel.timelimits import TimeLimit

LENGTH = "参数:"


@dataclass(frozen=True)
class Way:
    """One way. `happens` says what happens on its day (签收), `proof` what is kept of it.

    It is done on that day, or when the parameter `after` has run since. While nobody has verified
    the clause, no day is deemed: a time limit for the person does not begin by an unproven rule.
    `at_counter` ways are open to a clerk, too, for whoever stands there.
    """

    id: str
    name: str
    happens: str
    after: str
    clause: str
    verified: bool
    proof: str
    fails_to: tuple[str, ...]
    at_counter: bool
    place: Place

    def deemed_on(self, happened_on: date, *, limit_of: Callable[[str], TimeLimit]) -> date | None:
        """The day on which the letter counts as served; None where no rule says so.

        `limit_of` gives a time limit by the name of its parameter.
        """
        if not self.verified:
            return None
        if not self.after:
            return happened_on
        limit = limit_of(self.after)
        return timelimits.run(
            limit, start=happened_on, today=happened_on, calendar=WorkCalendar.published()
        ).due


def way_of(entry: Entry) -> Way:
    """One of the ways of a file."""
    return Way(
        id=entry["id"],
        name=entry["name"],
        happens=entry["happens"],
        after=entry["after"].removeprefix(LENGTH),
        clause=entry["clause"],
        verified=entry["verified"],
        proof=entry["proof"],
        fails_to=entry["fails_to"],
        at_counter=entry["at_counter"],
        place=entry.place,
    )
