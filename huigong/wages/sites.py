"""Construction projects as their records have them, and whose labour officer somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.forms.values import Employer
from huigong.kernel.errors import NoAccess, NotFound
from huigong.kernel.writing import reference
from huigong.records import queries as records
from huigong.records.facts import events_of
from huigong.records.folding import Folded, fold
from huigong.records.judging import row_of
from huigong.records.kinds import RecordKind
from huigong.records.lookup import record_of
from huigong.records.models import Record
from huigong.records.projecting import happened
from huigong.records.shelf import book
from huigong.registry import queries as registry
from huigong.rules.values import Answer
from huigong.wages import names
from huigong.wages.models import EarlyWarning
from huigong.wages.notfound import no_project
from huigong.wages.warnings.inputs import PROJECT

_EMPLOYER: Final[Mapping[str, str]] = {PROJECT: names.CONTRACTOR, names.CONTRACT: names.EMPLOYER}
"""Kind of record → its field with whoever answers for what is warned of."""
SURE: Final = Assurance.CHECKED
"""How surely somebody must be known before wages are shown: a number that was only typed may be another's."""


@dataclass(frozen=True)
class Site:
    """What warnings are raised of, as its record has it. Of a project `number` is that of the month's tables and
    `contractor` the general contractor; of a spell of employment both are those of the contract."""

    id: str
    kind: str
    number: str
    name: str
    region: str
    state: str
    contractor: str
    uscc: str
    answers: Mapping[str, Answer]
    said: Mapping[str, str]

    def named(self, field: str) -> str:
        """Who or what a field of a project says, as it is written; "" for what is not known or not told."""
        return self.contractor if field == names.CONTRACTOR else self.said.get(field, "")


def project(public_id: str) -> Record:
    """The record of a project. Raises `NotFound` (`wage.no_project`)."""
    try:
        record = record_of(public_id)
    except NotFound as error:
        raise no_project() from error
    if record.kind != PROJECT:
        raise no_project()
    return record


def of_officer(viewer: Principal, *, now: datetime) -> tuple[Record, ...]:
    """The projects whose labour officer the viewer is today, by number; none for who is not surely known.

    One that has ended is theirs as long as a warning of it stands, so that they can mend what it is about. A record of one place gives nothing in another, whatever number it names.
    """
    if not viewer.person_id or not registry.assurance_of(viewer).reaches(SURE):
        return ()
    views = records.of_person(viewer, viewer.person_id, now=now)
    posts = [view for view in views if view.kind == names.OFFICER and view.state == names.ON_DUTY]
    held = [
        record
        for view in posts
        for record in _standing(_number_of(view), view.region).filter(_running() | _warned())
    ]
    return tuple(sorted(held, key=lambda record: record.project))


def _number_of(view: records.RecordView) -> str:
    """The number that the record of a labour officer says, under whatever name the packs show the field."""
    return dict(view.values).get(view.declared.fields[names.OFFICER_OF].name, "")


def _standing(number: str, region: str) -> QuerySet[Record]:
    """The records of a project by its number, however it is written."""
    return Record.objects.filter(kind=PROJECT, project=reference(number), region=region).exclude(project="")


def _running() -> Q:
    return Q(ended__isnull=True)


def _warned() -> Q:
    """Projects of which a warning stands: with an account that is closed its wages are not paid."""
    return Q(pk__in=EarlyWarning.objects.filter(closing="").values("record"))


def require_officer(viewer: Principal, project_id: str, *, now: datetime) -> Record:
    """The project. Raises `NoAccess` (`wage.not_your_project`) for anybody but its labour officer, also where there is none."""
    own = next((each for each in of_officer(viewer, now=now) if each.public_id.hex == project_id), None)
    if own is None:
        raise NoAccess(
            "wage.not_your_project",
            what="您不能替这个项目办",
            why="只有登记在册的劳资专管员能报自己项目的考勤、工资表和银行流水",
            do="请项目所在地的劳动部门登记您是这个项目的劳资专管员",
        )
    return own


def project_of(record: Record, *, on: date) -> Record:
    """The project of a record: itself, or the one whose number it names in the same place. Raises `NotFound` (`wage.no_project`)."""
    if record.kind == PROJECT:
        return record
    [site] = sites([record], on=on)
    row = _standing(site.number, record.region).filter(_running()).order_by("pk").first()
    if row is None:
        raise no_project()
    return row


def sites(projects: Iterable[Record], *, on: date) -> tuple[Site, ...]:
    """Records with what they say on a day; two queries for however many."""
    listed = list(projects)
    events = events_of(listed)
    return tuple(_site(record, *_folded(record, events[record.pk], on), on) for record in listed)


def _folded(record: Record, rows: Iterable[object], on: date) -> tuple[RecordKind, Folded]:
    kind = book().kept(record.kind, on=on, region=record.region)
    return kind, fold(kind, happened(kind, rows), on=on)  # type: ignore[arg-type]


def _site(record: Record, kind: RecordKind, folded: Folded, on: date) -> Site:
    contractor, owner = folded.values.get(_EMPLOYER.get(record.kind, "")), folded.values.get(names.OWNER)
    name, number = folded.values.get(names.NAME), folded.values.get(names.SITE_OF)
    employer = contractor.name if isinstance(contractor, Employer) else ""
    answers = row_of(kind, folded.answers(kind), on)
    return Site(
        id=record.public_id.hex,
        kind=record.kind,
        number=number if isinstance(number, str) else record.project,
        name=name if isinstance(name, str) and name else record.project or employer,
        region=record.region,
        state=record.state,
        contractor=employer,
        uscc=contractor.uscc if isinstance(contractor, Employer) else "",
        answers=answers,
        said={
            names.OWNER: owner.name if isinstance(owner, Employer) else "",
            **{name: value for name in names.TOLD if isinstance(value := folded.values.get(name), str)},
        },
    )
