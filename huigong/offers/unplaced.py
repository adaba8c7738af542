"""Who applied for what a kind of place is for and has none: nobody falls out of the lists in silence.

A kind names the services whose applicants want such a place. Whoever a form of these names is looked for one by one: also
somebody whom the register does not know yet, and a case that was granted before anybody had a place. Whose case was
turned down or withdrawn wants none any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huigong.casework.access import readable
from huigong.casework.granting import named_in_many
from huigong.casework.models import Case
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.offers import people
from huigong.offers.models import Claim, Hold, Request
from huigong.offers.shelf import book
from huigong.registry.models import Person
from huigong.rules.evaluate import answer


class Stands(Labelled):
    """How far somebody without a place has come."""

    UNKNOWN = "unknown", wording("没有登记")
    NOT_ASKED = "not_asked", wording("没有进名单")
    WAITING = "waiting", wording("在名单上")
    OFFERED = "offered", wording("等本人答复")


@dataclass(frozen=True)
class Unplaced:
    """One of those; the name is masked. `of` is the name of the kind of place."""

    case_id: str
    number: str
    person: str
    of: str
    opened_on: date
    stands: Stands


def unplaced(viewer: Principal, *, on: date) -> tuple[Unplaced, ...]:
    """Everybody without a place whose case the viewer reads, who waits longest first."""
    listed = [each for kind, services in _kinds().items() for each in _of_kind(viewer, kind, services, on=on)]
    return tuple(sorted(listed, key=lambda each: (each.opened_on, each.number)))


def _kinds() -> dict[str, frozenset[str]]:
    """Kind → the services whose applicants want it, over all versions."""
    wanted: dict[str, frozenset[str]] = {}
    for written in book().shelf.written:
        if services := written.entry["wanted_by"]:
            wanted[written.id] = wanted.get(written.id, frozenset()) | frozenset(services)
    return wanted


def _of_kind(viewer: Principal, kind: str, services: frozenset[str], *, on: date) -> Iterator[Unplaced]:
    wanting = Q(is_open=True) | Q(granted=True)
    rows = readable(viewer).filter(wanting, service_id__in=services, opened_on__lte=on)
    named = list(named_in_many(list(rows.select_related("application").order_by("opened_on", "pk"))))
    far = _how_far(kind, [person for _, _, person in named if person is not None])
    settled = _settled(kind, [(case, person) for case, _, person in named if person is not None], on=on)
    for case, name, person in named:
        who = person and people.counted_as(person)
        last = far.had.get(who or "")
        if who in far.having or (last and last >= case.opened_on) or (person and person.pk in settled):
            continue
        stands = far.asked.get(who, Stands.NOT_ASKED) if who else Stands.UNKNOWN
        called = book().kind(kind, on=on, region=case.region).name
        yield Unplaced(case.public_id.hex, case.number, mask_name(name), called, case.opened_on, stands)


@dataclass(frozen=True)
class _Far:
    """Of people by what they are counted as: who has a place, when the last began, how far those are who asked."""

    having: frozenset[str]
    had: Mapping[str, date]
    asked: Mapping[str, Stands]


def _how_far(kind: str, persons: Sequence[Person]) -> _Far:
    """Three questions for any number of people."""
    who = {people.counted_as(person) for person in persons}
    claims = Claim.objects.filter(offer__kind=kind).annotate(who=people.counted()).filter(who__in=who)
    rows = list(claims.order_by("since", "pk").values_list("who", "since", "ended_on"))
    requests = Request.objects.filter(round__kind=kind, gone=False)
    waiting = requests.annotate(who=people.counted()).filter(who__in=who).order_by("pk")
    offered = Hold.objects.filter(request__round__kind=kind, answer="").annotate(
        who=people.counted("request__")
    )
    asked = dict.fromkeys(waiting.values_list("who", flat=True), Stands.WAITING)
    asked |= dict.fromkeys(
        offered.filter(who__in=who).order_by("pk").values_list("who", flat=True), Stands.OFFERED
    )
    return _Far(
        frozenset(who for who, _, ended_on in rows if ended_on is None),
        {who: since for who, since, _ in rows},
        asked,
    )


def _settled(kind: str, wanting: Sequence[tuple[Case, Person]], *, on: date) -> frozenset[int]:
    """The keys of those of whom it is true that they need no place any more."""
    settled: set[int] = set()
    for region in {case.region for case, _ in wanting}:
        rule = book().kind(kind, on=on, region=region).placed_if
        persons = (
            list({person for case, person in wanting if case.region == region}) if rule is not None else []
        )
        here = people.situations(persons, region=region, on=on)
        settled |= {
            person.pk for person in persons if rule is not None and answer(rule, here[person]) is True
        }
    return frozenset(settled)
