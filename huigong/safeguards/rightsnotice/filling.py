"""The notice of one project: what is known of each field on a day, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.directory import offices
from huigong.directory.offices import Level, Office
from huigong.forms.values import Answered, Employer
from huigong.kernel.errors import Unavailable
from huigong.kernel.money import Fen, format_yuan
from huigong.records.facts import events_of
from huigong.records.folding import Folded, fold
from huigong.records.models import Record
from huigong.records.projecting import happened
from huigong.records.shelf import book
from huigong.safeguards.rightsnotice.declaring import (
    MINIMUM,
    PARAMETER,
    PHONE,
    RECORD,
    WAY,
    Field,
    RightsNotice,
    declared,
)
from huigong.wages.law import Law
from huigong.wages.names import NAME
from huigong.wages.parameters import parameters


@dataclass(frozen=True)
class Written:
    """One field as it stands on the notice; "" where it is not known."""

    name: str
    words: str


@dataclass(frozen=True)
class Filled:
    """The notice of a project: its sections in order, the day on which it was last put up (None: never)."""

    declared: RightsNotice
    project: str
    site: str
    region: str
    on: date
    sections: tuple[tuple[str, tuple[Written, ...]], ...]
    put_up: date | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the fields that the law wants and nobody has said."""
        return tuple(field.name for _, fields in self.sections for field in fields if not field.words)

    @property
    def complete(self) -> bool:
        return not self.missing


def filled(project: Record, *, on: date) -> Filled:
    """What stands on the notice of a project on a day. Raises `Unavailable` (`rights_notice.not_declared`)."""
    notice = declared()
    if notice is None:
        raise Unavailable(
            "rights_notice.not_declared",
            what="资料包里没有写告示牌要有什么",
            do="请管理员看 rights-notice.yaml",
        )
    folded = _folded(project, on)
    name = folded.values.get(NAME)
    return Filled(
        notice,
        project.project,
        name if isinstance(name, str) and name else project.project,
        project.region,
        on,
        tuple(
            (
                section.heading,
                tuple(
                    Written(field.name, _words(field, project, folded.values, on)) for field in section.fields
                ),
            )
            for section in notice.sections
        ),
        folded.days.get(notice.event),
    )


def _folded(project: Record, on: date) -> Folded:
    kind = book().kept(project.kind, on=on, region=project.region)
    return fold(kind, happened(kind, events_of([project])[project.pk]), on=on)


def _words(field: Field, project: Record, values: Mapping[str, Answered], on: date) -> str:
    told = _told(field, project, values, on)
    return field.words.replace("{}", told) if told else ""


def _told(field: Field, project: Record, values: Mapping[str, Answered], on: date) -> str:
    match field.source:
        case _ if field.source == RECORD:
            return _said(values.get(field.of))
        case _ if field.source == PHONE:
            office = _office(project.region, field.of, on)
            return office.contact.phone if office else ""
        case _ if field.source == WAY:
            return _way(_office(project.region, field.of, on))
        case _ if field.source == PARAMETER:
            value = parameters().lookup(project.region)(field.of, on)
            return value if isinstance(value, str) else ""
        case _ if field.source == MINIMUM:
            fen = Law(parameters(), on).minimum(project.region, "")
            return format_yuan(Fen(fen)) if fen else ""
    return ""


def _said(value: Answered) -> str:
    if isinstance(value, Employer):
        return value.name
    if isinstance(value, str):
        return "、".join(line.strip() for line in value.splitlines() if line.strip())
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _office(region: str, line: str, on: date) -> Office | None:
    return offices.book().answering(region, line, Level.COUNTY, on).office


def _way(office: Office | None) -> str:
    """The name of an office with where it is reached; nothing where nobody has entered that."""
    if office is None or not office.contact.phone:
        return ""
    return "，".join(filter(None, (office.name, office.contact.address, office.contact.phone)))
