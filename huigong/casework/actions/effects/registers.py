"""What a decision is in the registers of the packs: events of records that name the service as what grants them."""

from __future__ import annotations

from collections.abc import Iterable

from huigong.casework.actions.moving import Making
from huigong.casework.answers import SentForm, form_of
from huigong.forms.types import type_of
from huigong.forms.values import Typed
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About, EventKind, RecordKind
from huigong.records.models import Record, RecordEvent
from huigong.records.shelf import book
from huigong.registry.models import Person
from huigong.rules.values import Unknown


def write(making: Making, persons: Iterable[Person]) -> None:
    """Records what the case's service is in each register, about each person, from the day of the decision on, with what the form says.

    Raises `DomainError`: `record.none_to_add_to`, `record.several`, and those of `records.actions.recording`.
    """
    case = making.case
    granted = book().granted(case.service_id, on=making.today, region=case.region)
    if not granted:
        return
    sent = form_of(case.application)
    for person in persons:
        for kind, event in granted:
            _write(making, person, kind, event, _says(event, sent))


def annul(making: Making, persons: Iterable[Person]) -> None:
    """What the revoked decision was in the registers never counted; what an official annulled before stays so."""
    written = RecordEvent.objects.filter(
        record__person__in=list(persons), basis=making.case.number, target=None
    )
    for event in written.order_by("-pk"):
        try:
            recording.annul(
                by=making.by,
                now=making.now,
                event_id=event.public_id.hex,
                reason=making.text("reasons"),
                basis=making.case.number,
            )
        except Conflict as refused:
            if refused.code != "record.annulled":
                raise


def _write(
    making: Making, person: Person, kind: RecordKind, event: EventKind, says: dict[str, Typed]
) -> None:
    case = making.case
    if kind.begins(event.name):
        recording.begin(
            by=making.by,
            now=making.now,
            kind=kind.id,
            subject=Subject(About.PERSON, person.public_id.hex),
            region=case.region,
            event=event.name,
            on=making.today,
            said=says,
            basis=case.number,
        )
        return
    recording.add(
        by=making.by,
        now=making.now,
        record_id=_only_one(kind, person).public_id.hex,
        event=event.name,
        on=making.today,
        said=says,
        basis=case.number,
    )


def _only_one(kind: RecordKind, person: Person) -> Record:
    """The person's record of the kind that has not ended."""
    live = list(Record.objects.filter(kind=kind.id, person=person, ended=None).order_by("pk")[:2])
    if len(live) != 1:
        raise Conflict(
            code="record.several" if live else "record.none_to_add_to",
            what=say("这个人有不止一条没有终止的{kind}", kind=kind.head.name)
            if live
            else say("这个人没有还没终止的{kind}", kind=kind.head.name),
            why="办成以后要记到那一条上",
            do="请先在登记里核对，再来决定",
        )
    return live[0]


def _says(event: EventKind, sent: SentForm | None) -> dict[str, Typed]:
    """What the form says of the event's fields, by the same names, as if it were typed again."""
    if sent is None:
        return {}
    answers = {name: sent.lodged.answers[name] for name in event.sets if name in sent.lodged.answers}
    return {
        name: type_of(sent.form.fields[name].kind).written(sent.form.fields[name], answer.value)
        for name, answer in answers.items()
        if answer.value is not None and not isinstance(answer.value, Unknown)
    }
