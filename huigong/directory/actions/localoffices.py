"""What a place says of its own offices: changed from a day on, closed with an heir, opened again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from huigong.directory import offices
from huigong.directory.actions import entries, officewords
from huigong.directory.localoffices import foreseen, newest_of
from huigong.directory.models import LocalOffice
from huigong.directory.offices import Contact, Office
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.directory.saying import in_turn
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid, NotFound
from huigong.kernel.regions import lineage
from huigong.kernel.sentences import say


@transaction.atomic
def change(
    *,
    by: Principal,
    now: datetime,
    office_id: str,
    valid_from: date,
    name: str,
    contact: Contact,
    source: str,
    seen: int | None = None,
) -> None:
    """From that day on the office has this name and contact; what was before stays in its history.

    Said again with the same words, nothing happens. `seen` is the `newest_of` the office that was shown; None says
    nothing of it. Raises `DomainError`: `access.denied`, `office.unknown`, `office.closed`, `office.day`,
    `office.text`, `office.telephone`, `office.name_taken`, `office.said_meanwhile`.
    """
    office = _kept(by, office_id, on=valid_from)
    in_turn()
    entries.require_day(valid_from, now=now)
    name, contact, source = officewords.name(name), officewords.contact(contact), officewords.source(source)
    _require_free(name, office, on=valid_from)
    if (office.name, office.contact, office.valid_from) == (name, contact, valid_from) and office.said:
        return
    entries.require_seen(newest_of(by, office_id), seen)
    _say(
        office_id, "directory.office.changed", by=by, now=now, valid_from=valid_from, source=source,
        name=name, **officewords.fields(contact),
    )  # fmt: skip


@transaction.atomic
def close(
    *, by: Principal, now: datetime, office_id: str, last_day: date, successor: str, source: str
) -> None:
    """The office has no work after that day; `successor` has it then. Who has its open cases is casework's to say.

    Said again, nothing happens. Raises `DomainError`: `access.denied`, `office.unknown`, `office.closed`, `office.day`, `office.text`,
    `office.no_heir`, `office.heir_above`, `office.heir_back`, `office.said_later`.
    """
    office = _kept(by, office_id, on=last_day)
    in_turn()
    entries.require_day(last_day, now=now)
    entries.require_last(LocalOffice.objects.filter(office=office_id), last_day)
    heir = _heir(successor, office, on=last_day + entries.DAY)
    _require_consent(by, heir, office)
    newest = LocalOffice.objects.filter(office=office_id).order_by("pk").last()
    if newest and (newest.closed, newest.valid_from, newest.successor) == (
        True,
        last_day + entries.DAY,
        heir.id,
    ):
        return
    entry = _entry(
        office_id, by=by, now=now, valid_from=last_day + entries.DAY, source=officewords.source(source), closed=True,
        successor=heir.id,
    )  # fmt: skip
    _require_never_back(entry, heir, office, today=localdate(now))
    _keep(entry, "directory.office.closed", by=by, now=now)


@transaction.atomic
def reopen(*, by: Principal, now: datetime, office_id: str, valid_from: date, source: str) -> None:
    """From that day on the office that the place had closed works again, under its last name and contact.

    What went to its heir stays there. Raises `DomainError`: `access.denied`, `office.unknown`, `office.not_closed`,
    `office.day`, `office.text`.
    """
    by.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    in_turn()
    last = offices.book().get(office_id)
    if not last.successor:
        raise Conflict(
            code="office.not_closed",
            what=say("“{office}”没有撤并", office=last.name),
            do="请刷新页面，看它现在的情况",
        )
    entries.require_day(valid_from, now=now)
    if last.valid_until is not None and valid_from <= last.valid_until:
        raise entries.wrong_day("恢复的日子在撤并以前", "请写撤并以后的日子")
    _say(
        office_id, "directory.office.reopened", by=by, now=now, valid_from=valid_from, source=officewords.source(source),
        name=last.name, **officewords.fields(last.contact),
    )  # fmt: skip


def _say(
    office_id: str, verb: str, *, by: Principal, now: datetime, valid_from: date, source: str, **said: Any
) -> None:
    _keep(
        _entry(office_id, by=by, now=now, valid_from=valid_from, source=source, **said), verb, by=by, now=now
    )


def _entry(
    office_id: str, *, by: Principal, now: datetime, valid_from: date, source: str, **said: Any
) -> LocalOffice:
    return LocalOffice(
        office=office_id,
        region=office_region(office_id),
        valid_from=valid_from,
        source=source,
        said_at=now,
        said_by=by.account_id,
        said_by_name=by.name,
        **said,
    )


def _keep(row: LocalOffice, verb: str, *, by: Principal, now: datetime) -> None:
    row.save(force_insert=True)
    data = {**entries.data_of(row), "office": row.office, "successor": row.successor}
    entries.record_on(f"directory.Office:{row.office}", verb, row.region, data, by=by, now=now)


def _kept(by: Principal, office_id: str, *, on: date) -> Office:
    """The office that lives on that day, where `by` keeps the place."""
    by.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    office = offices.book().get(office_id, on)
    if office.generic:
        raise NotFound(
            code="office.unknown", what="这是一类机构的统称，不是一个部门", do="请从部门名录里选一个部门"
        )
    if not office.valid_on(on):
        raise Conflict(
            code="office.closed",
            what=say("“{office}”在{day}不存在", office=office.name, day=in_words(on)),
            do="请先恢复这个部门，或者换一个日子",
        )
    return office


def _heir(successor: str, office: Office, *, on: date) -> Office:
    """An office in being on that day, of the same place or one above it: the work does not fall to nobody."""
    try:
        heir = offices.book().get(successor, on)
    except DomainError as error:
        raise _no_heir() from error
    near = heir.region in lineage(office.region)
    if heir.id == office.id or heir.generic or not heir.valid_on(on) or not near:
        raise _no_heir()
    return heir


def _require_consent(by: Principal, heir: Office, office: Office) -> None:
    """Nobody pushes the work of a place up to one that he does not keep."""
    if heir.region != office.region and not by.can(Permission.PLACE_MANAGE, region=heir.region):
        raise Denied(
            code="office.heir_above",
            about="successor",
            what=say("“{heir}”是上级的部门，您不能替它接", heir=heir.name),
            why="接不接、由谁接，要由上级定",
            do="请上级的系统管理员来撤并这个部门",
        )


def _require_never_back(entry: LocalOffice, heir: Office, office: Office, *, today: date) -> None:
    """On every day from then on that something is said to change on, somebody has the work: no circle of heirs."""
    near = LocalOffice.objects.filter(region__in=lineage(office.region), valid_from__gt=entry.valid_from)
    days = {entry.valid_from, max(entry.valid_from, today), *near.values_list("valid_from", flat=True)}
    book = foreseen(entry)
    if not all(book.in_charge(office.id, day) for day in sorted(days)):
        raise Invalid(
            code="office.heir_back",
            about="successor",
            what=say("“{heir}”的事后来又没有人管", heir=heir.name),
            why="几个部门互相承接，事情就落空了",
            do="请选一个以后还在的部门",
        )


def _no_heir() -> DomainError:
    return Invalid(
        code="office.no_heir",
        about="successor",
        what="没有选好由谁承接",
        why="撤并以后它的事要有别的部门管，不能落空",
        do="请选本地或上级一个那时还在的部门",
    )


def _lasts_to(office: Office, day: date) -> bool:
    return office.valid_until is None or day <= office.valid_until


def _require_free(name: str, office: Office, *, on: date) -> None:
    """From that day on no other office of the place has the name, also none that is to take it later."""
    book = offices.book()
    for line in book.lines():
        versions = book.versions(f"{office.region}/{line.id}")
        if any(other.name == name and other.id != office.id and _lasts_to(other, on) for other in versions):
            raise Conflict(
                code="office.name_taken",
                about="name",
                what=say("本地已经有一个部门叫“{name}”", name=name),
                why="两个部门同名，来办事的人分不清",
                do="请核对名称；两个部门合并的，请用“撤并”",
            )
