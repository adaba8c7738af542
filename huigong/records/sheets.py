"""A workbook made from a declaration: for each event of a kind a sheet with its fields, and what somebody filled in read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huigong.forms import sheets, workbook
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form, Limits, Part
from huigong.forms.kinds import Kind
from huigong.forms.types import At, type_of
from huigong.forms.values import Typed
from huigong.kernel.sentences import wording
from huigong.records.kinds import EventKind, RecordKind

WHO, WHICH, DAY = wording("身份证号"), wording("登记编号"), wording("生效日期")


@dataclass(frozen=True)
class Line:
    """A row of the workbook as typed: whom or which record it is about, its day, and the fields."""

    number: int
    about: str
    on: date | None
    said: Mapping[str, Typed]


def template(kind: RecordKind, event: EventKind, *, begins: bool) -> bytes:
    """An XLSX to fill in: `begins` where each row is a new record about a person, else about a record by its number."""
    return workbook.workbook(_form(kind, event, begins=begins))


def lines(kind: RecordKind, event: EventKind, data: bytes, *, begins: bool, today: date) -> Iterator[Line]:
    """The rows of a filled-in workbook, counted from 1 below the header. Raises `Invalid` (`form.workbook`, `form.sheet`)."""
    form = _form(kind, event, begins=begins)
    drafts = sheets.drafts_of(form, workbook.read_workbook(form, data), on=today)
    for number, draft in enumerate(drafts, start=1):
        about = draft.typed(WHO if begins else WHICH).get("", "").strip()
        said = {name: draft.typed(name) for name in event.sets if draft.typed(name)}
        yield Line(number, about, _day(form, draft, today), said)


def _day(form: Form, draft: Draft, today: date) -> date | None:
    read = type_of(Kind.DATE).read(form.fields[DAY], draft.typed(DAY), At(today), DAY).value
    return read if isinstance(read, date) else None


def _form(kind: RecordKind, event: EventKind, *, begins: bool) -> Form:
    return form_of(kind, event, about=WHO if begins else WHICH)


def form_of(kind: RecordKind, event: EventKind, *, about: str = "") -> Form:
    """The fields of an event as a form, behind its day; `about` is asked first where it says what it is about."""
    named = (Field(about, Kind.TEXT, about, about),) if about else ()
    own = (*named, Field(DAY, Kind.DATE, DAY, DAY, example="2026-06-01", limits=Limits(without_end=True)))
    fields = (*own, *(kind.fields[name] for name in event.sets))
    return Form(
        id=f"{kind.id}.{event.name}",
        name=f"{kind.head.name}{event.name}",
        region="",
        since=kind.head.since,
        until=kind.head.until,
        replaces="",
        version=kind.head.version,
        clauses=kind.head.clauses,
        parts=(Part(event.name, event.name, fields),),
        checks=(),
        order=tuple(field.id for field in fields),
    )
