"""Construction projects as their records have them, and whose labour officer somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.forms.values import Employer
from huigong.kernel.errors import NoAccess, NotFound
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
from huigong.wages.notfound import no_project
from huigong.wages.warnings.inputs import PROJECT

OFFICER: Final = "labour-officer"
_ON_DUTY, _NUMBER = "在岗", "项目编号"
SURE: Final = Assurance.CHECKED
"""How surely somebody must be known before wages are shown: a number that was only typed may be another's."""


@dataclass(frozen=True)
class Site:
    """A project: `number` is that of the month's tables, `contractor` the name of the general contractor."""

    id: str
    number: str
    name: str
    region: str
    state: str
    contractor: str
    uscc: str
    answers: Mapping[str, Answer]
    said: Mapping[str, str]


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

    A record of one place gives nothing in another, whatever number it names.
    """
    if not viewer.person_id or not registry.assurance_of(viewer).reaches(SURE):
        return ()
    views = records.of_person(viewer, viewer.person_id, now=now)
    posts = [view for view in views if view.kind == OFFICER and view.state == _ON_DUTY]
    held = [
        record
        for view in posts
        for record in Record.objects.filter(
            kind=PROJECT, project=dict(view.values).get(_NUMBER, ""), region=view.region, ended__isnull=True
        ).exclude(project="")
    ]
    return tuple(sorted(held, key=lambda record: record.project))


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


def sites(projects: Iterable[Record], *, on: date) -> tuple[Site, ...]:
    """Projects with what their records say on a day; two queries for however many."""
    listed = list(projects)
    events = events_of(listed)
    return tuple(_site(record, *_folded(record, events[record.pk], on), on) for record in listed)


def _folded(record: Record, rows: Iterable[object], on: date) -> tuple[RecordKind, Folded]:
    kind = book().kept(record.kind, on=on, region=record.region)
    return kind, fold(kind, happened(kind, rows), on=on)  # type: ignore[arg-type]


def _site(record: Record, kind: RecordKind, folded: Folded, on: date) -> Site:
    contractor, owner = folded.values.get("总包单位"), folded.values.get("建设单位")
    name = folded.values.get("项目名称")
    answers = row_of(kind, folded.answers(kind), on)
    return Site(
        id=record.public_id.hex,
        number=record.project,
        name=name if isinstance(name, str) and name else record.project,
        region=record.region,
        state=record.state,
        contractor=contractor.name if isinstance(contractor, Employer) else "",
        uscc=contractor.uscc if isinstance(contractor, Employer) else "",
        answers=answers,
        said={
            "建设单位": owner.name if isinstance(owner, Employer) else "",
            **{
                name: value
                for name in ("工程地址", "分包和班组", "劳资专管员姓名", "投诉电话")
                if isinstance(value := folded.values.get(name), str)
            },
        },
    )
