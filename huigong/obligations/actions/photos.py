"""Pictures beside a line of a field sheet: examined and sealed as all files are, seen by the office that performs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.db import transaction

from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.files import actions as files
from huigong.files.content.kinds import PICTURES
from huigong.files.models import StoredFile
from huigong.files.places import Place
from huigong.obligations import access
from huigong.obligations.actions import entries
from huigong.obligations.models import Obligation
from huigong.registry.lookup import public_uuid

PURPOSE = "obligations.proof"


def prove(
    *,
    obligation_id: str,
    day: date,
    text: str,
    device: str,
    data: bytes,
    name: str,
    by: Principal,
    now: datetime,
) -> StoredFile:
    """That it was done on a day, as the picture shows: both are noted, or neither is.

    Raises as `add` and `entries.prove`.
    """
    done = partial(entries.prove, obligation_id=obligation_id, day=day, text=text, by=by, now=now)
    return add(
        obligation_id=obligation_id, device=device, number=int(f"{day:%Y%m%d}"), data=data, name=name,
        beside=done, by=by, now=now,
    )  # fmt: skip


def add(
    *,
    obligation_id: str,
    device: str,
    number: int,
    data: bytes,
    name: str,
    beside: Callable[[], object] | None = None,
    by: Principal,
    now: datetime,
) -> StoredFile:
    """Keeps a picture of the line; the same picture again is kept once. `beside` as in `files.actions.keep`.

    Raises `DomainError`: `obligation.not_found`, `access.denied`, and those of `files.actions.keep`.
    """
    with transaction.atomic():
        row = access.locked(obligation_id, by=by, on=day_of(now))
    place = Place(
        owner=by.account_id,
        purpose=PURPOSE,
        holder=row.public_id.hex,
        kinds=PICTURES,
        person=row.person.public_id.hex,
        region=row.region,
        field=f"{device} {number}",
    )
    return files.keep(data=data, name=name, place=place, by=by, now=now, beside=beside)


def may_see(viewer: Principal, holder: str) -> bool:
    """Whoever acts for the office that performs the obligation."""
    row = Obligation.objects.filter(public_id=public_uuid(holder)).first()
    return row is not None and viewer.can(
        Permission.TASK_SUPPORT, region=row.region, office=row.office or None
    )
