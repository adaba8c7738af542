"""The indicators of a region, and one with its places now and what was published of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate

from huigong.catalogue.services import catalogue
from huigong.declarations.counted import Span
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.days import end_of_month, month_before
from huigong.kernel.errors import NotFound
from huigong.statistics.cells import Cell, hidden, is_small, total
from huigong.statistics.counting import by_place
from huigong.statistics.declaring import Indicator, book
from huigong.statistics.models import Publication

MOST_PUBLISHED = 24


@dataclass(frozen=True)
class Place:
    """One place of a table; `cell` is None where it is too small to show, `narrower` where something lies below it."""

    code: str
    name: str
    cell: Cell | None
    narrower: bool


@dataclass(frozen=True)
class Published:
    """What was published of one day or month, as it stands after its last revision."""

    id: str
    first: date
    last: date
    total: Cell | None
    revision: int
    reason: str
    published_at: datetime
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Listed:
    """A line of the list: an indicator with what was published last, None where nothing was."""

    indicator: Indicator
    latest: Published | None


@dataclass(frozen=True)
class Shown:
    """An indicator of a region as it is known now. `least` is None where the place has not set it: then nothing is shown."""

    indicator: Indicator
    region: str
    name: str
    span: Span
    least: int | None
    total: Cell | None
    places: tuple[Place, ...]
    published: tuple[Published, ...]
    may_publish: bool


def place_of(viewer: Principal) -> str:
    """The first region whose numbers the viewer reads. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.DUTY_BOARD_READ)
    return viewer.grants_for(Permission.DUTY_BOARD_READ)[0].region


def listed(viewer: Principal, *, now: datetime) -> tuple[Listed, ...]:
    """Every indicator of the viewer's region, by id; one query. Raises `DomainError` (`access.denied`)."""
    region = place_of(viewer)
    mine = Publication.objects.filter(region=region)
    of_each = mine.filter(indicator=OuterRef("indicator")).order_by("-last", "-revision")
    latest = {row.indicator: row for row in mine.filter(pk=Subquery(of_each.values("pk")[:1]))}
    return tuple(
        Listed(each, _published(latest[each.id]) if each.id in latest else None)
        for each in book().in_region(region, on=localdate(now))
    )


def shown(viewer: Principal, id: str, *, region: str, month: date | None, now: datetime) -> Shown:
    """An indicator of a region, as it stands now or in a month; two queries.

    Raises `DomainError`: `access.denied`, `indicator.unknown`, `indicator.not_yet`.
    """
    viewer.require(Permission.DUTY_BOARD_READ, region=region)
    indicator = book().indicator(id, region, on=localdate(now))
    span = span_of(indicator, month, today=localdate(now))
    least = least_of(indicator, region, on=localdate(now))
    cells = by_place(indicator, region, span)
    whole = total(cells.values())
    gone = hidden(cells, least=least) if least is not None else cells.keys()
    return Shown(
        indicator=indicator,
        region=region,
        name=regions.find(region).full_name,
        span=span,
        least=least,
        total=None if least is None or is_small(whole, least) else whole,
        places=tuple(place(code, None if code in gone else cell) for code, cell in cells.items()),
        published=_history(id, region),
        may_publish=viewer.can(Permission.FIGURE_PUBLISH, region=region) and least is not None,
    )


def publication(viewer: Principal, public_id: str) -> tuple[Indicator, Published]:
    """One published number as it was. Raises `DomainError`: `access.denied`, `publication.unknown`."""
    row = Publication.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound("publication.unknown", what="没有找到这次公布的数", do="请从指标的页面打开")
    viewer.require(Permission.DUTY_BOARD_READ, region=row.region)
    return book().indicator(row.indicator, row.region, on=row.last), _published(row)


def span_of(indicator: Indicator, month: date | None, *, today: date) -> Span:
    """Today, or the month: that given, else the last that is over."""
    if not indicator.monthly:
        return Span(today, today)
    first = month.replace(day=1) if month else month_before(today)
    return Span(first, end_of_month(first))


def least_of(indicator: Indicator, region: str, *, on: date) -> int | None:
    """The smallest number that is shown in a region; None where nothing says so."""
    value = catalogue().parameters.dated(indicator.least, region=region, on=on)
    return int(str(value.value)) if value is not None else None


def place(code: str, cell: Cell | None) -> Place:
    """A place of a table, with its name."""
    return Place(code, regions.find(code).name, cell, narrower=bool(regions.children(code)))


def _history(id: str, region: str) -> tuple[Published, ...]:
    """What was published, each day or month by its last revision, the latest last."""
    rows = Publication.objects.filter(indicator=id, region=region).order_by("-last", "-revision")
    latest: dict[date, Publication] = {}
    for row in rows[: 2 * MOST_PUBLISHED]:
        latest.setdefault(row.last, row)
    return tuple(_published(row) for row in reversed(list(latest.values())[:MOST_PUBLISHED]))


def _published(row: Publication) -> Published:
    return Published(
        id=row.public_id.hex,
        first=row.first,
        last=row.last,
        total=_cell(row.total),
        revision=row.revision,
        reason=row.reason,
        published_at=row.published_at,
        places=tuple(place(code, _cell(cell)) for code, cell in row.cells.items()),
    )


def _cell(kept: Iterable[int] | None) -> Cell | None:
    return None if kept is None else Cell(*kept)
