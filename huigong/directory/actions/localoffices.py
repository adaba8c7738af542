"""What a place says of its own offices and desks: changed from a day on, closed with an heir, opened again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory import offices
from huigong.directory.actions import officewords
from huigong.directory.localoffices import desk_of, foreseen, newest_of
from huigong.directory.models import LocalDesk, LocalOffice
from huigong.directory.offices import Contact, Level, Office
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid, NotFound
from huigong.kernel.packs import local
from huigong.kernel.regions import lineage
from huigong.kernel.sentences import say

AHEAD = timedelta(days=366)
"""Our own bound: what is further away is still a plan."""
_DAY = timedelta(days=1)


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
    _require_day(valid_from, now=now)
    name, contact, source = officewords.name(name), officewords.contact(contact), officewords.source(source)
    _require_free(name, office, on=valid_from)
    if (office.name, office.contact, office.valid_from) == (name, contact, valid_from) and office.said:
        return
    _require_seen(newest_of(by, office_id), seen)
    _say(
        office_id, "directory.office.changed", by=by, now=now, valid_from=valid_from, source=source,
        name=name, **officewords.fields(contact),
    )  # fmt: skip


@transaction.atomic
def close(
    *, by: Principal, now: datetime, office_id: str, last_day: date, successor: str, source: str
) -> None:
    """The office has no work after that day; `successor` has it then. Who has its open cases is casework's to say.

    Raises `DomainError`: `access.denied`, `office.unknown`, `office.closed`, `office.day`, `office.text`,
    `office.no_heir`, `office.heir_above`, `office.heir_back`, `office.said_later`.
    """
    office = _kept(by, office_id, on=last_day)
    _require_day(last_day, now=now)
    _require_last(LocalOffice.objects.filter(office=office_id), last_day)
    heir = _heir(successor, office, on=last_day + _DAY)
    _require_consent(by, heir, office)
    entry = _entry(
        office_id, by=by, now=now, valid_from=last_day + _DAY, source=officewords.source(source), closed=True,
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
    last = offices.book().get(office_id)
    if not last.successor:
        raise Conflict(
            code="office.not_closed",
            what=say("“{office}”没有撤并", office=last.name),
            do="请刷新页面，看它现在的情况",
        )
    _require_day(valid_from, now=now)
    if last.valid_until is not None and valid_from <= last.valid_until:
        raise _wrong_day("恢复的日子在撤并以前", "请写撤并以后的日子")
    _say(
        office_id, "directory.office.reopened", by=by, now=now, valid_from=valid_from, source=officewords.source(source),
        name=last.name, **officewords.fields(last.contact),
    )  # fmt: skip


@transaction.atomic
def put_desk(
    *,
    by: Principal,
    now: datetime,
    region: str,
    kind: tuple[str, str],
    valid_from: date,
    name: str,
    serves: str,
    contact: Contact,
    source: str,
    desk_id: str = "",
    seen: int | None = None,
) -> None:
    """A desk below the county, or from that day on another name or contact of one: the invented ones of its kind go.

    `kind` is the line of the office behind it and its level; `seen` the key of the desk's newest entry that was shown.
    Raises `DomainError`: `access.denied`, `desk.not_found`, `desk.kind`, `office.day`, `office.text`,
    `office.telephone`, `office.said_meanwhile`.
    """
    by.require(Permission.PLACE_MANAGE, region=region)
    known = desk_of(by, desk_id) if desk_id else None
    if known:
        _require_seen(known.pk, seen)
    line, level = (known.line, known.level) if known else kind
    if offices.book().line(line) is None or level not in {each.value for each in Level if each.below_county}:
        raise Invalid(code="desk.kind", about="kind", what="没有这种窗口", do="请从列出的种类里选")
    _require_day(valid_from, now=now)
    _record_desk(
        LocalDesk(
            desk=known.desk if known else uuid.uuid4(), region=known.region if known else region, line=line,
            level=level, serves=officewords.text(serves, "serves"), valid_from=valid_from, name=officewords.name(name),
            source=officewords.source(source), **officewords.fields(officewords.contact(contact)),
        ),
        "directory.desk.changed", by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def close_desk(*, by: Principal, now: datetime, desk_id: str, last_day: date, source: str) -> None:
    """Nobody is received there after that day. Raises `DomainError`: `desk.not_found`, `office.day`, `office.text`,
    `office.said_later`."""
    known = desk_of(by, desk_id)
    _require_day(last_day, now=now)
    _require_last(LocalDesk.objects.filter(desk=known.desk), last_day)
    _record_desk(
        LocalDesk(
            desk=known.desk, region=known.region, line=known.line, level=known.level, name=known.name,
            serves=known.serves, valid_from=last_day + _DAY, closed=True, source=officewords.source(source),
        ),
        "directory.desk.closed", by=by, now=now,
    )  # fmt: skip


def _record_desk(row: LocalDesk, verb: str, *, by: Principal, now: datetime) -> None:
    row.said_at, row.said_by, row.said_by_name = now, by.account_id, by.name
    row.save(force_insert=True)
    _record(f"directory.LocalDesk:{row.desk.hex}", verb, row.region, _data(row), by=by, now=now)


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
    data = {**_data(row), "office": row.office, "successor": row.successor}
    _record(f"directory.Office:{row.office}", verb, row.region, data, by=by, now=now)


def _data(row: LocalOffice | LocalDesk) -> dict[str, Any]:
    """Who changes where everybody has to go, and whom to telephone, can be asked for it: the words are in the trail."""
    words = {name: getattr(row, name) for name in ("name", "street", "telephone", "hours", "source")}
    return {**words, "valid_from": row.valid_from.isoformat()}


def _record(
    subject: str, verb: str, region: str, data: Mapping[str, Any], *, by: Principal, now: datetime
) -> None:
    record(by=by, now=now, verb=verb, subject=subject, region=region, data=data)
    transaction.on_commit(lambda: local.draw(offices.LOCAL), robust=True)


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


def _require_day(day: date, *, now: datetime) -> None:
    if not _EARLIEST <= day <= localdate(now) + AHEAD:
        raise _wrong_day("日子太早或者太远", "请写2000年以后、一年之内的日子")


def _require_seen(newest: int, seen: int | None) -> None:
    """What a page sends is the whole entry: one that came since would be undone by what the page still shows."""
    if seen is not None and seen != newest:
        raise Conflict(
            code="office.said_meanwhile",
            about="name",
            what="您打开这一页以后，别人改过这里",
            why="照这一页存，会把别人改的又改回去",
            do="请重新打开这一页，看清现在的再改",
        )


def _require_last(said: QuerySet[LocalOffice] | QuerySet[LocalDesk], last_day: date) -> None:
    """Nothing that was said for a day after the closing may bring back what is closed."""
    later = said.filter(valid_from__gt=last_day + _DAY).order_by("valid_from", "pk")
    closed = dict(later.values_list("valid_from", "closed"))  # of two for one day the later one counts
    living = [day for day, over in closed.items() if not over]
    if living:
        raise Conflict(
            code="office.said_later",
            about="day",
            what=say("{day}起另有登记，它会重新出现", day=in_words(living[-1])),
            why="那一条比最后一天晚，撤了也不算撤",
            do=say("请先把最后一天写成{day}", day=in_words(living[-1] - _DAY)),
        )


_EARLIEST = date(2000, 1, 1)


def _wrong_day(what: str, do: str) -> DomainError:
    return Invalid(code="office.day", about="day", what=what, do=do)


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
