"""Offers come into being, and get more places or fewer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.declarations import Address
from huigong.directory.named_offices import require_known
from huigong.directory.offices.levels import code_at
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_line, office_region
from huigong.kernel.errors import Conflict, Denied, Invalid
from huigong.kernel.writing import said
from huigong.offers import lists
from huigong.offers.access import offer_of
from huigong.offers.attributes import kept_values
from huigong.offers.models import Capacity, Offer
from huigong.offers.shelf import book
from huigong.registry.lookup import id_from, require_same


@transaction.atomic
def put_up(
    *,
    kind: str,
    office: str,
    name: str,
    capacity: int,
    attributes: Mapping[str, str] | None = None,
    key: str = "",
    by: Principal,
    now: datetime,
) -> Offer:
    """An office offers something with so many places; `attributes` is what it says of itself, as typed; the same `key`
    again is the same offer.

    Raises `DomainError`: `access.denied`, `office.none`, `offer_kind.unknown`, `offer.not_their_line`, `offer.no_name`, `offer.capacity`,
    `offer.attributes`, `form.key`.
    """
    region = office_region(office)
    by.require(Permission.CASE_DECIDE, region=region, office=office)
    require_known(office)
    declared = book().kind(kind, on=day_of(now), region=region)
    if declared.offered_by and not any(_is_theirs(office, address) for address in declared.offered_by):
        raise Denied(
            code="offer.not_their_line",
            about="office",
            what=f"这个部门不提供“{declared.name}”",
            do="请由规定里写的部门登记",
        )
    if not said(name):
        raise Invalid(code="offer.no_name", about="name", what="没有写名称", do="请写人看得懂的名称")
    _require_capacity(capacity)
    told = {"kind": kind, "region": region, "office": office, "name": said(name)}
    values = kept_values(declared.attributes, attributes or {}, on=day_of(now))
    offer, is_new = Offer.objects.get_or_create(
        public_id=id_from(key), defaults={**told, "attributes": values, "put_up_at": now}
    )
    if not is_new:
        return require_same(offer, told)
    Capacity.objects.create(offer=offer, total=capacity)
    _record(offer, "offers.offer.put_up", by=by, now=now)
    return offer


@transaction.atomic
def resize(*, offer_id: str, capacity: int, by: Principal, now: datetime) -> int:
    """Another number of places; places that are new go to those who wait. How many were given.

    Raises `DomainError`: `offer.not_found`, `access.denied`, `offer.capacity`, `offer.places_taken` for fewer than are had.
    """
    offer = offer_of(by, offer_id, on=day_of(now))
    _require_capacity(capacity)
    if not Capacity.objects.filter(offer=offer, taken__lte=capacity).update(total=capacity):
        raise Conflict(
            code="offer.places_taken",
            about="capacity",
            what=f"不能减到{capacity}个",
            why="已经占用或者留给人的名额比这多",
            do="请等有人退出再减，或者先结束占用",
        )
    _record(offer, "offers.offer.resized", by=by, now=now)
    return lists.fill(offer, by=by, now=now)


def _is_theirs(office: str, address: Address) -> bool:
    """Whether the office is of the line and stands at the level."""
    region = office_region(office)
    at_level = address.level is None or code_at(region, address.level) == region
    return at_level and office_line(office) == address.line


def _require_capacity(capacity: int) -> None:
    if capacity < 0:
        raise Invalid(code="offer.capacity", about="capacity", what="名额数不能小于0", do="请写有几个名额")


def _record(offer: Offer, verb: str, *, by: Principal, now: datetime) -> None:
    total = Capacity.objects.get(offer=offer).total
    record(
        by=by, now=now, verb=verb, subject=subject_of(offer), region=offer.region, data={"capacity": total}
    )
