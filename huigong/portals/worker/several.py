"""Of several children, or jobs, one after another: which one the answers are about, and what they say of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from huigong.catalogue.answers import show_said
from huigong.catalogue.conversation import Several
from huigong.catalogue.interview import interview
from huigong.catalogue.services import catalogue
from huigong.kernel.sentences import listed, say
from huigong.portals.worker import findings, guide, which
from huigong.portals.worker.findings import Finding
from huigong.portals.worker.guide import Said
from huigong.portals.worker.keeping import keep, load
from huigong.portals.worker.visit import Visit
from huigong.portals.worker.which import SheetKey, Which
from huigong.rules.evaluate import answer
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN

FIELD = "of_one"


@dataclass(frozen=True)
class Member:
    """One of several: what it is called and what is told of it (`第二个孩子（初中）`), whether the answers are about it
    now, and the address that turns to it."""

    word: str
    number: int
    name: str
    present: bool
    address: str


@dataclass(frozen=True)
class Round:
    """All of a word of whom somebody has answered; `another` stands on the button that begins the next one, "" where there
    may be no more."""

    word: str
    ones: tuple[Member, ...]
    another: str

    @property
    def present(self) -> Member:
        return next(member for member in self.ones if member.present)

    @property
    def others(self) -> list[Member]:
        return [member for member in self.ones if not member.present]


@dataclass(frozen=True)
class FoundOfOne:
    """What services say of one of several: what is open to it, best first, and what is not."""

    open: tuple[Finding, ...]
    shut: tuple[Finding, ...]


@dataclass(frozen=True)
class Sheet:
    """A form that is begun: of what service, for which one of several, where to go on; `here` where it is that of the
    one whom the answers are about."""

    service_id: str
    name: str
    address: str
    here: bool


def rounds(visit: Visit, today: date) -> list[Round]:
    """What is to be said of several: of each word that what they came for concerns, once something was said of one."""
    values, event = guide.values_of(visit, today), guide.event_of(visit)
    situation = interview(catalogue(), guide.region_of(visit), today).here(values)
    concerned = catalogue().ids if event is None else event.services
    rows = []
    for word, several in catalogue().conversation.several.items():
        begun = len(visit.several.get(word, ())) > 1
        said = any(name in visit.answers for name in several.told_by) and answer(several.when, situation)
        if not (begun or said is True) or not any(word in catalogue().one_of(id) for id in concerned):
            continue
        ones = tuple(
            _one(visit, several, number) for number in range(max(1, len(visit.several.get(word, ()))))
        )
        rows.append(Round(word, ones, several.another if len(ones) < len(several.called) else ""))
    return rows


def findings_of(visit: Visit, member: Member, today: date) -> FoundOfOne:
    """What those services say that concern this one, without those that nobody was asked about."""
    there, event = visit.of_one(member.word, member.number), guide.event_of(visit)
    offered = {service.id for service in interview(catalogue(), guide.region_of(visit), today).services}
    ids = catalogue().ids if event is None else event.services
    concerned = [id for id in ids if id in offered and member.word in catalogue().one_of(id)]
    answers = [findings.finding(there, id, today) for id in concerned]
    order = ("yes", "perhaps", "held")
    open_rows = sorted(
        (each for each in answers if each.kind in order), key=lambda each: order.index(each.kind)
    )
    return FoundOfOne(tuple(open_rows), tuple(each for each in answers if each.kind == "no"))


def said_of(visit: Visit, member: Member) -> list[Said]:
    """What was said of this one, screen by screen."""
    names = catalogue().facts.of_one.get(member.word, frozenset())
    there = visit.of_one(member.word, member.number)
    return guide.said(there.without([name for name in there.answers if name not in names]))


def called(visit: Visit, facts: Iterable[Fact]) -> str:
    """What the one is called of whom a screen asks, once there are several; "" where it asks of nobody else."""
    asked = {fact.one_of for fact in facts} & {word for word, each in visit.several.items() if len(each) > 1}
    known = catalogue().conversation.several
    return listed(known[word].called[visit.present.get(word, 0)] for word in sorted(asked)) if asked else ""


def sheets(visit: Visit) -> list[Sheet]:
    """The forms that are begun, those of the others of several too."""
    return [_sheet(visit, key) for key in map(SheetKey.read, visit.drafts) if key]


def address_of(word: str, number: int, onward: str = "") -> str:
    """Where the visit turns to one of several, and goes `onward`."""
    asked = {"of": word, "number": str(number)} | ({"next": onward} if onward else {})
    return f"{reverse('worker:one')}?{urlencode(asked)}"


def turned(visit: Visit, word: str, written: str) -> Visit:
    """The visit about the one with that number; as it is where there can be none."""
    number = which.number(word, written)
    return visit if number in (None, visit.present.get(word, 0)) else visit.of_one(word, number)


def meant(visit: Visit) -> str:
    """Of which ones the answers are, as a page carries it: another tab may have turned to another child since."""
    return Which.of(visit.present).written()


def as_meant(request: HttpRequest) -> None:
    """Turns the visit back to the ones of whom the page was that is sent."""
    written, now = request.POST.get(FIELD), load(request.session)
    if written is None or not now.present or written == meant(now):
        return
    meant_there = Which.read(written)
    if meant_there is None:
        return

    def turn(visit: Visit) -> Visit:
        for word in visit.present:
            number = meant_there.number(word)
            visit = visit if number == visit.present[word] else visit.of_one(word, number)
        return visit

    keep(request.session, turn)


def begun(visit: Visit, word: str) -> Visit:
    """The visit about the next one, of whom nothing is said yet."""
    return replace(turned(visit, word, str(max(1, len(visit.several.get(word, ()))))), focus="")


def _one(visit: Visit, several: Several, number: int) -> Member:
    there = visit.of_one(several.word, number) if number != visit.present.get(several.word, 0) else visit
    values, facts = there.values(guide.facts()), guide.facts()
    told = [
        show_said(facts[name], values[name])
        for name in several.told_by
        if values.get(name, UNKNOWN) is not UNKNOWN
    ]
    called = several.called[number]
    name = say("{called}（{told}）", called=called, told=told[0]) if told else called
    return Member(several.word, number, name, there is visit, address_of(several.word, number))


def _sheet(visit: Visit, key: SheetKey) -> Sheet:
    name, address = catalogue().name_of(key.service_id), reverse("worker:form", args=[key.service_id])
    here = visit.sheet(key.service_id) == key.written()
    for word in sorted(catalogue().one_of(key.service_id)):
        several = catalogue().conversation.several.get(word)
        number = key.which.number(word)
        if several is not None and (number or visit.present.get(word)):
            name = say("{name}（{called}）", name=name, called=several.called[number])
            address = address if here else address_of(word, number, address)
    return Sheet(key.service_id, name, address, here)
