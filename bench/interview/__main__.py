"""`python3 run.py bench interview`: how many screens invented lives answer (`lives.yaml`).

For each life, as the worker's pages ask: screens until the service that they came for is answered
as far as asking can; screens of the whole life event; screens when they ask for everything; and
facts shown that no service still open reads, by the slow definition (there may be none). A life with another child
or employer (`another`) answers for that one after the screens of the event, and all of these count. `--show LIFE`
prints the screens of one; `--write` puts the table into docs/reference/performance.md. Exit code 1
where an aim is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from bench import page
from huigong.catalogue.choosing import Choices
from huigong.catalogue.conversation import (
    MORE_FOR_ANOTHER,
    MOST_FOR_AN_EVENT,
    MOST_FOR_EVERYTHING,
    LifeEvent,
)
from huigong.catalogue.interview import interview
from huigong.catalogue.screens import Screen
from huigong.catalogue.services import Applicant, catalogue
from huigong.rules import values
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.rules.facts import parse_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Between, Type

LIVES = Path(__file__).with_name("lives.yaml")
ON = date(2026, 11, 25)
MEDIAN_EVENT, MOST_EVENT, MOST_OF_TWO, MEDIAN_EVERYTHING = 6, 10, 10, 14


@dataclass(frozen=True)
class Life:
    """Somebody who does not exist: why they come, and what is true of them."""

    name: str
    event: LifeEvent
    came_for: str
    place: str
    facts: Mapping[str, object]
    another: Mapping[str, object]

    def of_the_other(self) -> Life:
        """The same person, answering for the other one."""
        return replace(self, facts={**self.facts, **self.another}, another={})

    def says(self, fact: Fact, choices: Choices = ()) -> Answer:
        """What they answer: the range that holds their figure where there are choices; a yes-or-no that is not named is a no, anything else they do not know."""
        if fact.name not in self.facts:
            return False if fact.type is Type.BOOL else UNKNOWN
        value = parse_value(fact, str(self.facts[fact.name]))
        holding = (each for each in choices if isinstance(each, Between) and each.least <= value <= each.most)
        return next(holding, value)


@dataclass(frozen=True)
class Walked:
    """What one interview took: the screens with what was said on them, after how many the wanted service was settled, and
    what was beside the point."""

    screens: tuple[tuple[Screen, Mapping[str, Answer]], ...]
    settled_after: int
    idle: tuple[str, ...]
    answers: Mapping[str, str]
    told: Mapping[str, Answer]


def lives() -> list[Life]:
    known = catalogue().conversation.events
    read = yaml.safe_load(LIVES.read_text(encoding="utf-8"))
    return [
        Life(name, known[row["event"]], row["came_for"], row["place"], row["facts"], row.get("another", {}))
        for name, row in read.items()
    ]


def walk(
    life: Life, event: LifeEvent | None, *, most: int, before: Mapping[str, Answer] | None = None
) -> Walked:
    """The interview of one life as the pages lead it, where `before` has been said."""
    here = interview(catalogue(), life.place, ON)
    services = None if event is None else event.services
    told = dict(before or {})
    asking = here.begin(told, skip=told, service_ids=services)
    screens: list[tuple[Screen, Mapping[str, Answer]]] = []
    idle: list[str] = []
    settled_after = 0
    while len(screens) < most and (screen := asking.screen(event)) is not None:
        idle += _idle(screen, life, event, {**asking.followed, **told})
        said = here.ticked({fact.name: life.says(fact, screen.choices) for fact in screen.facts})
        told |= said
        screens.append((screen, said))
        asking.tell_all(said)
        if not settled_after and not _open(life, {**asking.followed, **told}):
            settled_after = len(screens)
    verdicts = here.verdicts({**asking.followed, **told})
    words = {
        row.service.id: "?" if row.answer is UNKNOWN else "yes" if row.answer else "no" for row in verdicts
    }
    return Walked(tuple(screens), settled_after, tuple(idle), words, told)


def walk_of_both(life: Life, event: LifeEvent) -> Walked:
    """The screens of an event for somebody with another child or employer: of the second one what is said of one only."""
    first = walk(life, event, most=MOST_FOR_AN_EVENT)
    if not life.another:
        return first
    words = {catalogue().facts[name].one_of for name in life.another} - {""}
    kept = {name: value for name, value in first.told.items() if catalogue().facts[name].one_of not in words}
    most = MOST_FOR_AN_EVENT + MORE_FOR_ANOTHER - len(first.screens)
    of_another = catalogue().conversation.of_others(event, words)
    second = walk(life.of_the_other(), of_another, most=most, before=kept)
    return replace(
        first,
        screens=first.screens + second.screens,
        settled_after=second.settled_after and len(first.screens) + second.settled_after,
        idle=first.idle + second.idle,
    )


def _open(life: Life, told: Mapping[str, Answer]) -> bool:
    """Whether a question could still settle what they came for."""
    asking = interview(catalogue(), life.place, ON).begin(told, skip=told, service_ids=[life.came_for])
    return asking.next() is not None


def _idle(screen: Screen, life: Life, event: LifeEvent | None, told: Mapping[str, Answer]) -> list[str]:
    """Facts of the screen that no service still open reads, nor any that they may settle: by the definition of rules."""
    known, gates = catalogue(), catalogue().conversation.gates
    here = Situation(told, ON, known.parameters.lookup(life.place))
    read: set[str] = set()
    for service in known.services_for(life.place, ON):
        wanted = service.applicant is Applicant.PERSON if event is None else service.id in event.services
        if wanted and answer(service.rule, here) is UNKNOWN:
            needed = needs(service.rule, here)
            read |= {*needed.missing, *needed.estimates}
    return [
        fact.name
        for fact in screen.facts
        if fact.name not in read and not (gates.get(fact.name, frozenset()) & read)
    ]


def measured() -> Iterator[tuple[Life, Walked, Walked]]:
    for life in lives():
        yield (
            life,
            walk_of_both(life, life.event),
            walk(life, None, most=MOST_FOR_EVERYTHING),
        )


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench interview", description=__doc__)
    parser.add_argument("--show", default="", help="print the screens of lives whose name has this")
    parser.add_argument("--write", action="store_true", help="put the table into the page of figures")
    wanted = parser.parse_args(words)
    rows = [row for row in measured() if wanted.show in row[0].name]
    if wanted.show:
        for life, event, everything in rows:
            show(life, event), show(life, everything)
    text, reached = table(rows)
    print(text)
    if wanted.write:
        page.put("interview", text, title="How many questions people answer")
    return int(not reached)


def show(life: Life, walked: Walked) -> None:
    print(f"\n{life.name}: {life.came_for} {walked.answers.get(life.came_for)}")
    for screen, told in walked.screens:
        said = [
            f"{fact.name}={values.show(told[fact.name], fact.measure)}"
            for fact in screen.facts
            if told[fact.name] is not False
        ]
        print(f"  {screen.ask[:40]} ({len(screen.facts)}): {'; '.join(said)}")


def table(rows: list[tuple[Life, Walked, Walked]]) -> tuple[str, bool]:
    lines = [
        f"| {life.name} | {life.event.name} | `{life.came_for}`: {event.answers.get(life.came_for, '–')} "
        f"| {event.settled_after or '–'} | {len(event.screens)} | {len(everything.screens)} "
        f"| {len(event.idle) + len(everything.idle)} |"
        for life, event, everything in rows
    ]
    settled = [event.settled_after or MOST_OF_TWO + 1 for _, event, _ in rows]
    late = [
        life.name
        for (life, _, _), after in zip(rows, settled, strict=True)
        if after > (MOST_OF_TWO if life.another else MOST_EVENT)
    ]
    whole = [len(everything.screens) for _, _, everything in rows]
    idle = sum(len(event.idle) + len(everything.idle) for _, event, everything in rows)
    reached = (
        statistics.median(settled) <= MEDIAN_EVENT
        and not late
        and statistics.median(whole) <= MEDIAN_EVERYTHING
        and not idle
    )
    text = f"""Counted on {date.today().isoformat()} over `bench/interview/lives.yaml`, by the rules of {ON.isoformat()}.
A screen is one question, or several yes-or-no facts with a box each; birth, sex and hukou are counted, place and form are not.

| Life | Came for | Answer | Screens to it (median ≤ {MEDIAN_EVENT}, most {MOST_EVENT}, of two {MOST_OF_TWO}) | Screens of the event | Of everything (median ≤ {MEDIAN_EVERYTHING}) | Facts beside the point (0) |
|---|---|---|---|---|---|---|
{chr(10).join(lines)}
| median, most | | | {statistics.median(settled):g}, {max(settled)} | {statistics.median(len(event.screens) for _, event, _ in rows):g} | {statistics.median(whole):g}, {max(whole)} | {idle} |"""
    return text, reached


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
