"""What a place says of its own desks below the county: put there or changed from a day on, and closed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from huigong.directory import offices
from huigong.directory.actions import entries, officewords
from huigong.directory.localoffices import desk_of
from huigong.directory.models import LocalDesk
from huigong.directory.offices import Contact, Level
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.saying import in_turn
from huigong.kernel.errors import Invalid

_WORDS = ("region", "line", "level", "serves", "valid_from", "name", "street", "telephone", "hours", "source")


@transaction.atomic
def put(
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
    A new desk sent twice is one.
    Raises `DomainError`: `access.denied`, `desk.not_found`, `desk.kind`, `office.day`, `office.text`,
    `office.telephone`, `office.said_meanwhile`.
    """
    by.require(Permission.PLACE_MANAGE, region=region)
    in_turn()
    known = desk_of(by, desk_id) if desk_id else None
    if known:
        entries.require_seen(known.pk, seen)
    line, level = (known.line, known.level) if known else kind
    if offices.book().line(line) is None or level not in {each.value for each in Level if each.below_county}:
        raise Invalid(code="desk.kind", about="kind", what="没有这种窗口", do="请从列出的种类里选")
    entries.require_day(valid_from, now=now)
    row = LocalDesk(
        desk=known.desk if known else uuid.uuid4(), region=known.region if known else region, line=line,
        level=level, serves=officewords.text(serves, "serves"), valid_from=valid_from, name=officewords.name(name),
        source=officewords.source(source), **officewords.fields(officewords.contact(contact)),
    )  # fmt: skip
    if known or not _stands(row):
        _keep(row, "directory.desk.changed", by=by, now=now)


@transaction.atomic
def close(*, by: Principal, now: datetime, desk_id: str, last_day: date, source: str) -> None:
    """Nobody is received there after that day; said again, nothing happens.

    Raises `DomainError`: `desk.not_found`, `office.day`, `office.text`, `office.said_later`.
    """
    in_turn()
    known = desk_of(by, desk_id)
    if known.closed and known.valid_from == last_day + entries.DAY:
        return
    entries.require_day(last_day, now=now)
    entries.require_last(LocalDesk.objects.filter(desk=known.desk), last_day)
    _keep(
        LocalDesk(
            desk=known.desk, region=known.region, line=known.line, level=known.level, name=known.name,
            serves=known.serves, valid_from=last_day + entries.DAY, closed=True, source=officewords.source(source),
        ),
        "directory.desk.closed", by=by, now=now,
    )  # fmt: skip


def _stands(row: LocalDesk) -> bool:
    """Whether a desk with every one of these words stands there and is not closed."""
    words = {name: getattr(row, name) for name in _WORDS}
    same = LocalDesk.objects.filter(**words).order_by().values_list("desk", flat=True)
    newest = (LocalDesk.objects.filter(desk=desk).order_by("pk").last() for desk in same)
    return any(entry is not None and not entry.closed for entry in newest)


def _keep(row: LocalDesk, verb: str, *, by: Principal, now: datetime) -> None:
    row.said_at, row.said_by, row.said_by_name = now, by.account_id, by.name
    row.save(force_insert=True)
    entries.record_on(
        f"directory.LocalDesk:{row.desk.hex}", verb, row.region, entries.data_of(row), by=by, now=now
    )
