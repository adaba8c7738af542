"""The interview as the worker's pages lead through it: life events, screens, what was said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from huigong.catalogue.answers import show_said
from huigong.catalogue.audience import BIRTH, HUKOU, SEX
from huigong.catalogue.conditions import Heard
from huigong.catalogue.conversation import (
    MORE_FOR_ANOTHER,
    MOST_ABOUT_ONE,
    MOST_FOR_AN_EVENT,
    MOST_FOR_EVERYTHING,
    LifeEvent,
)
from huigong.catalogue.entries import PublicService, ServiceKind
from huigong.catalogue.interview import Asking, interview
from huigong.catalogue.screens import Screen
from huigong.catalogue.services import catalogue
from huigong.kernel.regions import NATION
from huigong.portals.worker.pictures import picture_of
from huigong.portals.worker.places import county_name
from huigong.portals.worker.visit import Visit
from huigong.rules.facts import written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Between, Unknown
from huigong.rules.values import Answer as Known

_WHO = (BIRTH, SEX, HUKOU)


@dataclass(frozen=True)
class Said:
    """One screen and what was said on it: `fact` leads back there, `answers` are empty for "none" or `unknown`."""

    fact: str
    ask: str
    answers: tuple[str, ...]
    unknown: bool


def facts() -> Mapping[str, Fact]:
    """Every fact the packs know, by name."""
    return catalogue().facts


def event_of(visit: Visit) -> LifeEvent | None:
    """What the visitor came for; None where they want to know everything."""
    return catalogue().conversation.events.get(visit.event)


def events() -> list[LifeEvent]:
    """The life events, in the order of the first page."""
    known = catalogue().conversation.events.values()
    return [replace(event, icon=picture_of(event.icon)) for event in known]


def services_named(event_id: str) -> tuple[str, ...]:
    """The ids of the services of a life event; none for one that is not known."""
    event = catalogue().conversation.events.get(event_id)
    return event.all_services if event else ()


def names_of(service_ids: Collection[str], visit: Visit, today: date) -> list[str]:
    """What these services are called where the visitor is; a service that is no more is left out."""
    offered = {
        service.id: service.name for service in interview(catalogue(), region_of(visit), today).services
    }
    return [offered[service_id] for service_id in service_ids if service_id in offered]


def services_of(visit: Visit, event: LifeEvent, today: date) -> list[PublicService]:
    """The services of a life event that the place offers, best first, those beside last."""
    offered = {service.id: service for service in interview(catalogue(), region_of(visit), today).services}
    return [offered[service_id] for service_id in event.all_services if service_id in offered]


def at_once(visit: Visit, event: LifeEvent, today: date) -> PublicService | None:
    """What somebody in need may send without answering anything before: the first service of an urgent event."""
    return next(iter(services_of(visit, event, today)), None) if event.urgent else None


def needs_place(visit: Visit) -> bool:
    """Whether nothing can be said before a place is chosen. What is urgent begins by the rules of the country."""
    event = event_of(visit)
    return not visit.region and not (event is not None and event.urgent)


def asking(visit: Visit, today: date, *, after: Heard | None = None) -> Asking:
    """What is still open for the visitor; a page works it out once, for all that it says of it.

    `after` is what the page has heard of the visitor already.
    """
    event = event_of(visit)
    about = (visit.focus,) if visit.focus else event.services if event is not None else None
    here = interview(catalogue(), region_of(visit), today)
    return here.begin(visit.values(facts()), skip=visit.settled, service_ids=about, after=after)


def next_screen(visit: Visit, still: Asking) -> Screen | None:
    """What to ask next, or None when nothing more would help or enough was asked at one time."""
    if is_asked_through(visit):
        return None
    event = event_of(visit)
    if visit.focus or event is None:
        return still.screen()
    others = [word for word, number in visit.present.items() if number]
    return still.screen(catalogue().conversation.of_others(event, others))


def screen_again(visit: Visit, name: str, today: date) -> Screen | None:
    """The screen on which a fact was asked, with what was said on it; None for what nobody is asked."""
    fact = facts().get(name)
    if fact is None or not fact.question:
        return None
    together = catalogue().conversation.screen_of.get(name)
    asked = [each for each in together.options if each in visit.answers] if together else []
    if together is None or len(asked) < 2:
        return alone(visit, fact, today)
    return Screen(tuple(facts()[each] for each in asked), together)


def alone(visit: Visit, fact: Fact, today: date) -> Screen:
    """The screen that asks one fact, also one that was answered: as if it had not been."""
    return asking(visit.without([fact.name]), today).alone(fact)


def questions_left(visit: Visit, still: Asking) -> int:
    """How many screens are left at most; it falls with every answer and never rises."""
    most = min(_most(visit) - visit.asked, still.screens_left())
    return max(0, min(most, visit.left - 1) if visit.left else most)


def left_open(visit: Visit, service_id: str, today: date) -> int:
    """How many screens at most could still settle one service; 0 where no question would help."""
    still = asking(visit.about(service_id), today)
    return still.screens_left() if still.screen() is not None else 0


def is_asked_through(visit: Visit) -> bool:
    """Whether as many questions were answered at one time as anybody is asked; what is open stays so unless they go on."""
    return visit.asked >= _most(visit)


def contradicted(visit: Visit, changed: Collection[str], today: date) -> tuple[Fact, ...]:
    """Answers that cannot stand beside those just changed, because something else follows from these."""
    here = interview(catalogue(), region_of(visit), today)
    values = visit.values(facts())
    wrong = []
    for name in [name for name in visit.answers if name in values and name not in changed]:
        others = {each: value for each, value in values.items() if each != name}
        if here.following(others).get(name, values[name]) != values[name]:
            wrong.append(facts()[name])
    return tuple(wrong)


def giving_way(visit: Visit, told: Mapping[Fact, Known]) -> Visit:
    """The visit without what was left open, or chosen as a range, of what these answers work out exactly: the age, once
    the birth is said."""
    exact = {fact.name for fact, value in told.items() if not isinstance(value, Unknown | Between)}
    worked, values = catalogue().conversation.worked_out_by(exact), visit.values(facts())
    derived = {name: facts()[name].reads for name in visit.answers if name in values}
    worked |= {name for name, reads in derived.items() if reads and reads <= exact}
    return visit.without([name for name in worked if isinstance(values.get(name), Between | Unknown)])


def pointless(before: Visit, after: Visit, corrected: Collection[str], today: date) -> list[str]:
    """Answers that nobody would be asked for beside the corrected ones, though they were beside what these said before:
    the day somebody left, where they never left."""
    then, now = (_asked_beside(visit, corrected, today) for visit in (before, after))
    return [name for name in after.answers if name not in corrected and name in then - now]


def corrected_by(visit: Visit, stated: Mapping[Fact, Known], today: date) -> Visit:
    """The visit with what a form says of the same things; without what was said before and is pointless or impossible
    beside that."""
    values, after = visit.values(facts()), visit.learning(stated)
    if all(values.get(fact.name, value) == value for fact, value in stated.items()):
        return after
    names = {fact.name for fact in stated}
    gone = dict.fromkeys(pointless(visit, after, names, today))
    gone |= dict.fromkeys(fact.name for fact in contradicted(after, names, today))
    return after.setting_aside(gone, corrected=names)


def to_the_point_again(visit: Visit, corrected: Collection[str], today: date) -> list[str]:
    """Answers that a correction had made pointless, and that are asked for beside what is said now."""
    again = {name: held[1:] for name, held in visit.moot.items() if set(held[1:]) & set(corrected)}
    return [name for name, by in again.items() if name in _asked_beside(visit, by, today)]


def _asked_beside(visit: Visit, names: Collection[str], today: date) -> frozenset[str]:
    """What the services of the place might ask of somebody who has said no more than this, and what stood on the same
    screens."""
    screens = catalogue().conversation.screen_of
    asked = {*names, *(each for name in names if name in screens for each in screens[name].options)}
    values = {name: value for name, value in visit.values(facts()).items() if name in asked}
    return interview(catalogue(), region_of(visit), today).begin(values).reads


def as_ticked(visit: Visit, given: Mapping[Fact, Known], today: date) -> dict[Fact, Known]:
    """What a screen says: of several boxes an empty one that follows from those ticked is a yes."""
    if len(given) < 2:
        return dict(given)
    names = {fact.name: value for fact, value in given.items()}
    boxes = interview(catalogue(), region_of(visit), today).ticked(names)
    return {fact: boxes[fact.name] for fact in given}


def said(visit: Visit) -> list[Said]:
    """Everything that was said, screen by screen, in the order of asking."""
    rows: dict[str, Said] = {}
    values, screens = visit.values(facts()), catalogue().conversation.screen_of
    for name in visit.answers:
        if name not in values:
            continue
        fact, together = facts()[name], screens.get(name)
        if together is None:
            value = values[name]
            shown = "" if value is UNKNOWN else show_said(fact, value)
            rows[name] = Said(name, fact.question, (shown,) if shown else (), not shown)
            continue
        row = rows.setdefault(together.id, Said(name, together.ask, (), True))
        ticked = (*row.answers, together.options[name]) if values[name] is True else row.answers
        rows[together.id] = replace(row, answers=ticked, unknown=row.unknown and values[name] is UNKNOWN)
    return list(rows.values())


def skipped(visit: Visit, today: date) -> list[Said]:
    """The screens that were passed over and that would still settle something."""
    rows = [row for row in said(visit) if row.unknown]
    if not rows:
        return []
    reads = asking(visit.without([row.fact for row in rows]), today).reads
    return [row for row in rows if row.fact in reads]


def services_by_kind(visit: Visit, today: date) -> list[tuple[str, list[PublicService]]]:
    """The services of the place under four plain headings."""
    titles = {
        ServiceKind.BENEFIT: _("能领的钱、能减的税费"),
        ServiceKind.SERVICE: _("能用的服务"),
        ServiceKind.PERMIT: _("证件和登记"),
        ServiceKind.COMPLAINT: _("有人欺负您、欠您钱"),
    }
    offered = interview(catalogue(), region_of(visit), today).services
    grouped = [
        (title, [service for service in offered if service.kind is kind]) for kind, title in titles.items()
    ]
    return [(title, services) for title, services in grouped if services]


def regions_with_rules() -> frozenset[str]:
    """Region codes that have services or adoptions of their own."""
    return catalogue().regions


def region_of(visit: Visit) -> str:
    """The place whose rules hold: the country's until one is chosen."""
    return visit.region or NATION


def places_said(visit: Visit) -> list[str]:
    """The counties that were named before, each once: the one asked about, and those of other answers."""
    said = [value for name, value in visit.values(facts()).items() if facts()[name].is_region]
    codes = dict.fromkeys(code for code in (visit.region, *said) if isinstance(code, str) and code)
    return [name for code in codes if (name := county_name(code))]


def left_empty(visit: Visit, name: str) -> bool:
    """Whether the box of the fact was left empty on a screen of several: seen in passing, and not asked alone."""
    screen = catalogue().conversation.screen_of.get(name)
    if screen is None or visit.answers.get(name) != written_value(facts()[name], False):
        return False
    return any(other in visit.answers for other in screen.options if other != name)


def values_of(visit: Visit, today: date) -> dict[str, Known]:
    """What was said, what the register knows, and what follows from both."""
    return _with_following(visit, visit.values(facts()), today)


def firm_values_of(visit: Visit, today: date) -> dict[str, Known]:
    """The same, without the boxes that were left empty and all that follows from these."""
    said = {name: value for name, value in visit.values(facts()).items() if not left_empty(visit, name)}
    return _with_following(visit, said, today)


def empty_values_of(visit: Visit, today: date) -> dict[str, Known]:
    """What the boxes that were left empty say, and what follows from them and from who the visitor is."""
    values = visit.values(facts())
    said = {name: value for name, value in values.items() if name in _WHO or left_empty(visit, name)}
    return _with_following(visit, said, today)


def _with_following(visit: Visit, values: Mapping[str, Known], today: date) -> dict[str, Known]:
    return {**interview(catalogue(), region_of(visit), today).following(values), **values}


def _most(visit: Visit) -> int:
    if visit.focus:
        return MOST_ABOUT_ONE
    more = sum(len(each) - 1 for each in visit.several.values())
    return (MOST_FOR_AN_EVENT if visit.event else MOST_FOR_EVERYTHING) + more * MORE_FOR_ANOTHER
