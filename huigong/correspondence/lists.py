"""Lists of letters of a viewer's offices: owed, not yet served, and those of a day, also as one print."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pikepdf
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, make_aware

from huigong.casework.queries.counting import MANY, how_many
from huigong.correspondence.models import OwedLetter
from huigong.correspondence.presenting import owed_of, views_of
from huigong.correspondence.revealing import not_in_full, reader_of, record_looks
from huigong.correspondence.shapes import LetterView, OwedView, Portion
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel.errors import Denied, Invalid, NoAccess
from huigong.notices import queries as notices
from huigong.notices.models import Notice, UnservedNotice
from huigong.registry.access import require_purpose

PRINTED_AT_ONCE = 200


def counts(viewer: Principal, *, at_most: int = MANY) -> dict[str, int]:
    """How many letters are `owed` and `unserved`; `at_most + 1` stands for any number above. One query."""
    return how_many({"owed": _owed(viewer), "unserved": _unserved(viewer)}, at_most=at_most)


def owed(viewer: Principal, *, page: int, size: int) -> tuple[OwedView, ...]:
    """Letters that the viewer's offices still owe, the oldest first: `size` rows of page `page`."""
    return tuple(map(owed_of, _owed(viewer).select_related("case")[_part(page, size)]))


def unserved(viewer: Principal, *, on: date, page: int, size: int) -> tuple[LetterView, ...]:
    """Letters of the viewer's offices that have reached nobody yet, the oldest first, paged as `owed`."""
    rows = _unserved(viewer).select_related("notice").prefetch_related("notice__services")
    return views_of([row.notice for row in rows[_part(page, size)]], on=on)


def of_day(viewer: Principal, day: date, *, mine: bool, page: int, size: int) -> tuple[LetterView, ...]:
    """What the viewer's offices issued on a day, paged as `owed`; with `mine` only the viewer's own."""
    return views_of(_of_day(viewer, day, mine=mine)[_part(page, size)], on=day)


def count_of_day(viewer: Principal, day: date, *, mine: bool) -> int:
    """How many letters `of_day` has in all."""
    return _of_day(viewer, day, mine=mine).count()


def portions(total: int) -> tuple[Portion, ...]:
    """The prints that `total` letters of a day make, none of more than `PRINTED_AT_ONCE`."""
    firsts = range(1, total + 1, PRINTED_AT_ONCE)
    return tuple(
        Portion(number, first, min(first + PRINTED_AT_ONCE - 1, total))
        for number, first in enumerate(firsts, start=1)
    )


def print_of_day(
    viewer: Principal, day: date, *, mine: bool, portion: int, now: datetime
) -> tuple[bytes, int]:
    """A portion of the letters of a day in one document, each beginning on a page of its own.

    Beside it how many of the portion are left out because they do not open to the viewer. Each look
    stands in the trail first. Raises `DomainError`: `letter.none`, `access.denied` where none of them
    opens, `person.purpose_needed`.
    """
    issued = list(_of_day(viewer, day, mine=mine)[_part(portion, PRINTED_AT_ONCE)])
    if not issued:
        raise Invalid(code="letter.none", about="day", what="这一天没有要印的文书", do="请换一天再看")
    require_purpose(viewer)
    readers = {row: reader for row in issued if (reader := _reader(viewer, row, on=localdate(now)))}
    if not readers:
        raise not_in_full()
    for row, reader in readers.items():
        record_looks(reader, [row], now=now)
    document = BytesIO()
    with pikepdf.new() as together:
        for row in readers:
            with pikepdf.open(BytesIO(notices.content(row))) as single:
                together.pages.extend(single.pages)
        together.save(document)
    return document.getvalue(), len(issued) - len(readers)


def _reader(viewer: Principal, letter: Notice, *, on: date) -> Principal | None:
    """`reader_of`; None where the letter does not open."""
    try:
        return reader_of(viewer, letter, on=on)
    except (NoAccess, Denied):
        return None


def _owed(viewer: Principal) -> QuerySet[OwedLetter]:
    return OwedLetter.objects.filter(_offices(viewer), notice__isnull=True).order_by("pk")


def _unserved(viewer: Principal) -> QuerySet[UnservedNotice]:
    return UnservedNotice.objects.filter(_offices(viewer)).order_by("pk")


def _of_day(viewer: Principal, day: date, *, mine: bool) -> QuerySet[Notice]:
    begins = make_aware(datetime.combine(day, time.min))
    rows = Notice.objects.filter(
        _offices(viewer), issued_at__gte=begins, issued_at__lt=begins + timedelta(days=1)
    ).prefetch_related("services")
    if mine:
        rows = rows.filter(issued_by=str(viewer.account_id))
    return rows.order_by("issued_at", "pk")


def _offices(viewer: Principal) -> Q:
    """Rows of the offices for which the viewer decides."""
    return of_offices(viewer, Permission.CASE_DECIDE)


def _part(page: int, size: int) -> slice:
    return slice((page - 1) * size, page * size)
