"""Screening the register, and telling people what is new for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.models import AuditEvent
from huigong.audit.subjects import subject_of
from huigong.catalogue.models import News, RegisterScreening
from huigong.catalogue.news import Shown
from huigong.catalogue.occasions import NEWLY, services_in_words
from huigong.catalogue.services import Catalogue, catalogue
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, region_prefix
from huigong.directory.reach import within
from huigong.kernel import regions
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.regions import lineage
from huigong.messages.actions import telling as messaging
from huigong.registry import lookup
from huigong.registry.access import require_may_look
from huigong.registry.actions.population import drawn
from huigong.registry.models import Person

if TYPE_CHECKING:
    from huigong.catalogue.screening_many.fresh import Fresh

PURPOSE = "按登记筛查新符合的事项"
TOLD = "catalogue.news.told"
_AT_ONCE = 2000
_TAKEN_BACK_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Settled:
    """What a screening of the register changed; `opened` by service id."""

    people: int
    opened: Counter[str]
    ended: int


def screen_register(
    *, by: Principal, now: datetime, region: str, on: date, progress: Callable[[float], object] | None = None
) -> Settled:
    """Asks everybody who lives in `region` about the services there, and keeps what is new for whom.

    A service is new to somebody for whom it answers yes and who does not have it yet. It is kept
    once while it lasts, and ended on the day for which it is no longer so; the same screening
    again changes nothing. What was settled before a crash stays, and the next screening goes on.
    Raises `DomainError`: `access.denied`, `regions.unknown`, `export.nobody`, `news.future_day`,
    `news.earlier_day`, `screen.*`.
    """
    code = regions.find(region).code
    by.require(Permission.PEOPLE_EXPORT, region=code)
    _require_day(code, on, today=localdate(now))
    known = catalogue()  # packs that cannot be read are told of before anybody is
    people, opened, ended = 0, Counter[str](), 0
    with drawn(by=by, now=now, region=code, on=on, purpose=PURPOSE, progress=progress) as folder:
        screening = RegisterScreening.objects.create(region=code, on=on, began_at=now)
        for path in sorted(folder.glob("*.parquet")):
            for batch in _fresh(known, path, on):
                new, gone = _settle(batch, path.stem, screening, now=now)
                people, opened, ended = people + len(batch), opened + new, ended + gone
    ended += _end_of_who_left(code, on)
    _finish(screening, Settled(people, opened, ended), by=by, now=now)
    return Settled(people, opened, ended)


@transaction.atomic
def tell(*, by: Principal, now: datetime, person_id: str, shown: Collection[Shown]) -> int:
    """Notes that the person has been shown these things, by themselves or at a counter; gives how many were new.

    What came after the page was shown waits on. Raises `DomainError`: `person.not_found`, `access.denied`,
    `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    require_may_look(by, person, Permission.PERSON_REGISTER)
    rows = News.objects.filter(person=person, ended_on=None, told_at=None)
    keys = [row.pk for row in rows if (row.region, row.service_id) in shown]
    return _note_told(person, keys, by=by, now=now, way="person")


@transaction.atomic
def take_back(*, by: Principal, now: datetime, person_id: str, told_at: datetime) -> int:
    """The same official has not told the person after all what they noted at `told_at`, a day ago at most; gives how much.

    What has ended meanwhile stays as it is. Raises `DomainError`: as `tell`, `news.not_told`.
    """
    person = lookup.person(person_id)
    require_may_look(by, person, Permission.PERSON_REGISTER)
    noted = AuditEvent.objects.filter(
        verb=TOLD, person_ref=person.public_id.hex, actor_id=by.account_id, at=told_at
    )
    if now - told_at > _TAKEN_BACK_WITHIN or not noted.exists():
        raise _not_told()
    back = News.objects.filter(person=person, ended_on=None, told_at=told_at).update(told_at=None)
    if back:
        _record_on(person, "catalogue.news.taken_back", {"back": back}, by=by, now=now)
    return back


def _not_told() -> NotFound:
    return NotFound(
        "news.not_told",
        what="没有可以撤回的告知",
        why="只能撤回自己一天以内记的",
        do="请刷新“要告知的人”再看",
    )


@dataclass(frozen=True)
class Told:
    """How many people were told by message, and how many a clerk has to tell, since they have no login."""

    told: int
    for_clerks: int


def tell_all(*, by: Principal, now: datetime, region: str) -> Told:
    """Tells everybody in `region` who logs in, in their inbox and by short message, what is new for them; once.

    Whoever has no login stays on the list of the clerks (`news.untold`): nobody else could read what it is about. What
    was told before a crash stays told, and the same again tells nothing. Raises `DomainError`: `access.denied`,
    `regions.unknown`, `message.no_template`.
    """
    code = regions.find(region).code
    by.require(Permission.PEOPLE_EXPORT, region=code)
    untold = News.objects.filter(
        within("region", region_prefix(code)), ended_on=None, told_at=None
    ).order_by()
    log_in = untold.filter(person__account__is_active=True).values_list("person_id", flat=True).distinct()
    told = sum(_tell_one(person, by=by, now=now) for person in sorted(log_in))
    return Told(told, untold.values("person_id").distinct().count())


def tell_tonight(*, now: datetime) -> int:
    """Screens everybody on record once a day and tells whoever logs in; gives how many were told.

    Broken off after the screening, it tells when it runs again.
    """
    today = localdate(now)
    screenings = RegisterScreening.objects.filter(region=regions.NATION, on=today, finished_at__isnull=False)
    if not lookup.anybody():
        return 0
    if not screenings.exists():
        screen_register(by=SYSTEM, now=now, region=regions.NATION, on=today)
    return tell_all(by=SYSTEM, now=now, region=regions.NATION).told


@transaction.atomic
def _tell_one(key: int, *, by: Principal, now: datetime) -> bool:
    """Whether the person was told now, and not by another run at the same moment."""
    rows = News.objects.filter(person=key, ended_on=None, told_at=None).select_for_update(of=("self",))
    fresh_news = list(rows.select_related("person"))
    if not fresh_news:
        return False
    person, known = fresh_news[0].person, catalogue()
    messaging.tell(
        people=[person],
        event=f"newly {person.pk} {min(row.pk for row in fresh_news)}",
        about=subject_of(person),
        template=NEWLY.id,
        values={"事项": services_in_words([known.name_of(row.service_id) for row in fresh_news])},
        region=person.residence,
        office="",
        now=now,
    )
    _note_told(person, [row.pk for row in fresh_news], by=by, now=now, way="message")
    return True


def _note_told(person: Person, keys: Collection[int], *, by: Principal, now: datetime, way: str) -> int:
    told = News.objects.filter(pk__in=keys, ended_on=None, told_at=None).update(told_at=now)
    if told:
        _record_on(person, TOLD, {"told": told, "way": way}, by=by, now=now)
    return told


def _record_on(
    person: Person, verb: str, data: Mapping[str, object], *, by: Principal, now: datetime
) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(person),
        region=person.residence,
        person=person.public_id.hex,
        data=data,
    )


def _fresh(known: Catalogue, path: Path, on: date) -> Iterator[list[Fresh]]:
    # Loaded by whoever screens: no page does, and each process would load its engines when it starts.
    from huigong.catalogue.screening_many.fresh import fresh
    from huigong.catalogue.screening_many.people import open_people
    from huigong.catalogue.screening_many.plan import ask

    people = open_people(path, known.facts)
    return fresh(ask(known, path.stem, on, people.facts), people)


@transaction.atomic
def _settle(
    batch: Sequence[Fresh], region: str, screening: RegisterScreening, *, now: datetime
) -> tuple[Counter[str], int]:
    """Opens what is new to these people of a region and ends what is no more; new ones by service, and how many ended."""
    wanted = {(row.person, service, region) for row in batch for service in row.services}
    kept = News.objects.filter(person_id__in=[row.person for row in batch], ended_on=None)
    open_now = {(row.person_id, row.service_id, row.region): row for row in kept}
    # Elsewhere a later day may have been screened already: the next screening there ends it.
    gone = [row.pk for key, row in open_now.items() if key not in wanted and row.since <= screening.on]
    _end(gone, screening.on)
    new = sorted(wanted - open_now.keys())
    news = [
        News(
            person_id=person,
            service_id=service,
            region=here,
            since=screening.on,
            first_seen_at=now,
            screening=screening,
        )
        for person, service, here in new
    ]
    # Another screening of the same people may be at it too.
    News.objects.bulk_create(news, batch_size=_AT_ONCE, ignore_conflicts=True)
    return Counter(service for _, service, _ in new), len(gone)


def _end(keys: Sequence[int], on: date) -> None:
    for first in range(0, len(keys), _AT_ONCE):
        News.objects.filter(pk__in=keys[first : first + _AT_ONCE]).update(ended_on=on)


def _end_of_who_left(region: str, on: date) -> int:
    """Ends what was new in a region for people who no longer live there."""
    there = News.objects.filter(within("region", region_prefix(region)), ended_on=None)
    left = there.exclude(person__residence=F("region")).order_by().values("pk")
    return News.objects.filter(pk__in=left).update(ended_on=on)


@transaction.atomic
def _finish(screening: RegisterScreening, settled: Settled, *, by: Principal, now: datetime) -> None:
    screening.finished_at, screening.people = now, settled.people
    screening.opened, screening.ended = settled.opened.total(), settled.ended
    screening.save(update_fields=["finished_at", "people", "opened", "ended"])
    record(
        by=by,
        now=now,
        verb="catalogue.register.screened",
        subject=subject_of(screening),
        region=screening.region,
        purpose=PURPOSE,
        data={
            "on": screening.on.isoformat(),
            "people": settled.people,
            "opened": screening.opened,
            "ended": settled.ended,
        },
    )


def _require_day(region: str, on: date, *, today: date) -> None:
    if on > today:
        raise Invalid("news.future_day", about="on", what=f"{on.isoformat()}还没有到", do="请按今天筛查")
    overlapping = Q(region__in=lineage(region)) | within("region", region_prefix(region))
    later = RegisterScreening.objects.filter(overlapping, on__gt=on).first()
    if later is not None:
        raise Conflict(
            "news.earlier_day",
            what=f"这里已经按{later.on.isoformat()}筛查过",
            why="按更早的一天再筛查，会把后来才有的事项算成没有",
            do="请按今天或更晚的一天筛查",
        )
