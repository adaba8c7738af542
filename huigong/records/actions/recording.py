"""Recording: something happened to what a record is about, an earlier event was wrong, or never counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.forms.values import Answered
from huigong.kernel import days
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import reference
from huigong.kernel.writing import said as said_plainly
from huigong.records import keys
from huigong.records.access import require_writer, writing_office
from huigong.records.actions import claiming, numbering
from huigong.records.folding import Happened, answers_of, corrected, standing
from huigong.records.kinds import About, EventKind, RecordKind
from huigong.records.lookup import event_of, record_of
from huigong.records.models import Record, RecordEvent
from huigong.records.projecting import as_text, happened, projected
from huigong.records.reading import Said, corrections_of, values_of
from huigong.records.shelf import book
from huigong.registry import lookup

_LONGEST_NUMBER = 64
_PROJECT_NUMBER = re.compile(rf"\w[-\w/.·()（）〔〕\[\]#]{{0,{_LONGEST_NUMBER - 1}}}")


@dataclass(frozen=True)
class Subject:
    """What a new record is about: the public id of a person, household, employer or record, the code of a place, the
    number of a project, however it is spelt."""

    about: About
    id: str


@transaction.atomic
def begin(
    *,
    by: Principal,
    now: datetime,
    kind: str,
    subject: Subject,
    region: str,
    event: str,
    on: date,
    said: Said,
    basis: str = "",
) -> Record:
    """A new record with its first event, which took effect `on` a day; old papers are read as of their own day.

    Raises `DomainError`: `record_kind.*`, `record.not_yours`, `record.subject`, `record.fields`, `record.event`,
    `record.not_first`, `record.project_number`, `record.project_taken`, `record.key_taken`, `day.out_of_range`, `person.not_found`, `person.own_matter`, ….
    """
    days.require_sane(on)
    declared = book().kind_for(kind, on=on, region=region)
    require_writer(by, declared)
    what = _of_the_world(declared, event)
    if what.ends:
        raise Conflict(
            "record.not_first", what=say("“{event}”不能开始一条记录", event=event), do="请先登记开始的那件事"
        )
    values = values_of(declared, what, said, on=on)
    record = Record(kind=kind, region=region, folded_on=localdate(now), changed_at=now)
    _set_subject(record, declared, subject)
    _require_first(record, declared)
    answers = answers_of(declared, values)
    record.office = office = writing_office(by, declared, record, on=localdate(now), answers=answers)
    record.version = declared.head.version
    record.save(force_insert=True)
    if declared.issued_on == event:
        record.number = numbering.next_number(declared.series, region=region, on=on)
    return _add(record, declared, what, values, on=on, by=by, now=now, office=office, basis=basis)


@transaction.atomic
def add(
    *, by: Principal, now: datetime, record_id: str, event: str, on: date, said: Said, basis: str = ""
) -> Record:
    """Something that happened to what a record is about, and took effect `on` a day.

    What counts already changes nothing when it is said again. Raises `DomainError`: `record.not_found`, `record.not_yours`,
    `person.own_matter`, `record.event`, `record.fields`, `record.said_otherwise` where that day has such an event that counts
    and says something else, `record.key_taken`.
    """
    days.require_sane(on)
    record = record_of(record_id, lock=True)
    declared = book().kind_for(record.kind, on=on, region=record.region)
    office = writing_office(by, declared, record, on=localdate(now))
    what = _of_the_world(declared, event)
    values = values_of(declared, what, said, on=on)
    counting = corrected(declared, _opened(declared, record))
    same = [each for each in counting if each.name == event and each.effective_on == on]
    if any(as_text(declared, each.says) == as_text(declared, values) for each in same):
        return record
    if same:
        raise Conflict(
            "record.said_otherwise",
            what=say("{day}的“{event}”已经登记过，写的不一样", day=days.in_words(on), event=event),
            do="原来写错了的，请更正它",
        )
    return _add(record, declared, what, values, on=on, by=by, now=now, office=office, basis=basis)


@transaction.atomic
def correct(
    *,
    by: Principal,
    now: datetime,
    event_id: str,
    said: Said,
    reason: str,
    on: date | None = None,
    basis: str = "",
) -> Record:
    """An earlier event was wrong: what it said is replaced where `said` says something else, its day where `on` is given.

    Nothing that was decided by it is reversed. Raises `DomainError`: `record.event_not_found`, `record.not_yours`,
    `person.own_matter`, `record.annulled` for what does not count, `record.reason`, `record.fields`, `record.key_taken`.
    """
    wrong = event_of(event_id)
    record = record_of(wrong.record.public_id.hex, lock=True)
    day = on or _root(wrong).effective_on or localdate(now)
    days.require_sane(day)
    declared = book().kept(record.kind, on=day, region=record.region)
    office = writing_office(by, declared, record, on=localdate(now))
    root = _root(wrong)
    _require_standing(declared, record, wrong, root)
    values = corrections_of(declared, declared.events[root.event], said, on=day)
    what = _kind_of(declared, "corrects")
    event = _event(record, what, on=on, target=wrong, by=by, now=now, office=office, basis=basis)
    event.version, event.says, event.reason = (
        declared.head.version,
        as_text(declared, values),
        _reason(reason),
    )
    return _keep(record, event, "records.record.corrected", by=by, now=now, data={"fields": sorted(values)})


@transaction.atomic
def annul(*, by: Principal, now: datetime, event_id: str, reason: str, basis: str = "") -> Record:
    """An earlier event, correction or annulment never counted.

    Raises `DomainError`: `record.event_not_found`, `record.not_yours`, `person.own_matter`, `record.reason`,
    `record.annulled`.
    """
    wrong = event_of(event_id)
    record = record_of(wrong.record.public_id.hex, lock=True)
    today = localdate(now)
    declared = book().kept(record.kind, on=today, region=record.region)
    office = writing_office(by, declared, record, on=today)
    what = _kind_of(declared, "annuls")
    _require_standing(declared, record, wrong)
    event = _event(record, what, on=None, target=wrong, by=by, now=now, office=office, basis=basis)
    event.version, event.reason = declared.head.version, _reason(reason)
    return _keep(record, event, "records.record.annulled", by=by, now=now, data={})


def _add(
    record: Record,
    declared: RecordKind,
    what: EventKind,
    values: Mapping[str, Answered],
    *,
    on: date,
    by: Principal,
    now: datetime,
    office: str,
    basis: str,
) -> Record:
    event = _event(record, what, on=on, target=None, by=by, now=now, office=office, basis=basis)
    event.version, event.says = declared.head.version, as_text(declared, values)
    return _keep(record, event, "records.record.recorded", by=by, now=now, data={"on": on.isoformat()})


def _event(
    record: Record,
    what: EventKind,
    *,
    on: date | None,
    target: RecordEvent | None,
    by: Principal,
    now: datetime,
    office: str,
    basis: str,
) -> RecordEvent:
    return RecordEvent(
        record=record,
        event=what.name,
        effective_on=on,
        target=target,
        basis=basis[:120],
        office=office,
        recorded_at=now,
        recorded_by=by.account_id,
    )


def _keep(
    record: Record, event: RecordEvent, verb: str, *, by: Principal, now: datetime, data: dict[str, Any]
) -> Record:
    """The event, the row and the keys that follow from it, and the one event of the trail."""
    event.save(force_insert=True)
    today = localdate(now)
    events = projected(book(), record, record.events.all(), on=today, now=now)
    record.office = event.office
    record.save()
    try:
        with transaction.atomic():
            kind = book().kept(record.kind, on=today, region=record.region)
            claiming.claim(kind, record, events, on=today)
    except IntegrityError:
        raise keys.taken() from None
    record_event(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(record),
        region=record.region,
        person=record.person.public_id.hex if record.person else None,
        data={"kind": record.kind, "event": event.event, "entry": event.public_id.hex, **data},
    )
    return record


def _set_subject(record: Record, declared: RecordKind, subject: Subject) -> None:
    if subject.about is not declared.about:
        raise Invalid(
            "record.subject",
            what=say("{kind}登记的是{about}", kind=declared.head.name, about=declared.about.label),
            do="请选对登记的是谁、是什么",
            about="subject",
        )
    match subject.about:
        case About.PERSON:
            record.person = lookup.person(subject.id)
        case About.HOUSEHOLD:
            record.household = lookup.household(subject.id)
        case About.EMPLOYER:
            record.employer = lookup.employer(subject.id)
        case About.RECORD:
            record.of = record_of(subject.id)
        case About.PROJECT:
            record.project = _project_number(subject.id)
        case About.PLACE:
            record.place = subject.id[:6]


def _project_number(text: str) -> str:
    """A project's number as everybody writes it, so that one project is one. Raises `Invalid` (`record.project_number`)."""
    number = reference(text)
    if not _PROJECT_NUMBER.fullmatch(number):
        raise Invalid(
            "record.project_number",
            what=say("“{number}”不是项目编号", number=text[:_LONGEST_NUMBER]),
            do=say("请照施工许可或者项目表上的写：字母、数字、横线，最多{most}个字", most=_LONGEST_NUMBER),
            about="subject",
        )
    return number


def _require_first(record: Record, declared: RecordKind) -> None:
    """Raises `Conflict` (`record.project_taken`) where a project of that number has such a record there that has not ended."""
    if (
        record.project
        and Record.objects.filter(
            kind=record.kind, project=record.project, region=record.region, ended__isnull=True
        ).exists()
    ):
        raise Conflict(
            "record.project_taken",
            what=say("编号“{number}”的{kind}已经登记过", number=record.project, kind=declared.head.name),
            do="请在原来的记录上登记；写错了编号的，请核对",
            about="subject",
        )


def _of_the_world(declared: RecordKind, event: str) -> EventKind:
    what = declared.events.get(event)
    if what is None or not what.of_the_world:
        names = "、".join(each.name for each in declared.events.values() if each.of_the_world)
        raise Invalid(
            "record.event",
            what=say("{kind}没有“{event}”这件事", kind=declared.head.name, event=event[:40]),
            do=say("可以登记的有：{names}", names=names),
            about="event",
        )
    return what


def _kind_of(declared: RecordKind, ability: str) -> EventKind:
    return next(each for each in declared.events.values() if getattr(each, ability))


def _opened(declared: RecordKind, record: Record) -> list[Happened]:
    return happened(declared, record.events.all())


def _require_standing(declared: RecordKind, record: Record, *events: RecordEvent) -> None:
    """Raises `Conflict` (`record.annulled`) where one of the events does not count."""
    counting = standing(declared, _opened(declared, record))
    if any(event.public_id.hex not in counting for event in events):
        raise Conflict("record.annulled", what="这件事已经撤销过", do="撤销错了的，请撤销那次撤销")


def _root(event: RecordEvent) -> RecordEvent:
    """The event of the world that a correction is about, through corrections of it."""
    while event.target is not None:
        event = event.target
    return event


def _reason(text: str) -> str:
    plain = said_plainly(text)
    if not plain:
        raise Invalid("record.reason", what="没有写理由", do="请写明错在哪里、凭什么改", about="reason")
    return plain
