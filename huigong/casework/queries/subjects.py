"""Cases as the trail names them, and the numbers by which people name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from huigong.audit.subjects import id_in, kind_of
from huigong.casework.access import case_not_found, readable
from huigong.casework.models import Case
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import writing
from huigong.registry.lookup import public_uuid

_CHUNK = 2000
_KIND = kind_of(Case)
_NUMBER = re.compile(r"\d{6}-\d{8}-\d{4,}")


def subjects() -> Iterator[str]:
    """Every case: none is without an event."""
    ids = Case.objects.order_by("pk").values_list("public_id", flat=True)
    return (_KIND + public_id.hex for public_id in ids.iterator(chunk_size=_CHUNK))


def subject_of(number: str) -> str:
    """The case with this number as the trail names it; "" where there is none."""
    public_id = Case.objects.filter(number=number.strip()).values_list("public_id", flat=True).first()
    return _KIND + public_id.hex if public_id else ""


def id_of_number(viewer: Principal, text: str) -> str:
    """The public id of the case with this number that the viewer may read; "" for a text that is no number of a case.

    Raises `DomainError`: `case.not_found`, `access.denied`.
    """
    number = writing.line(text)
    if not _NUMBER.fullmatch(number):
        return ""
    viewer.require(Permission.CASE_READ)
    public_id = readable(viewer).filter(number=number).values_list("public_id", flat=True).first()
    if public_id is None:
        raise case_not_found()
    return public_id.hex


def numbers_of(subjects: Iterable[str]) -> dict[str, str]:
    """Subject → number, for those that are cases; one query."""
    ids = {public_uuid(each.removeprefix(_KIND)) for each in subjects if each.startswith(_KIND)}
    rows = Case.objects.filter(public_id__in=ids).values_list("public_id", "number")
    return {_KIND + public_id.hex: number for public_id, number in rows}


def case_id_of(subject: str) -> str:
    """The public id in a subject of the trail that is a case; "" for any other."""
    return id_in(subject, Case)
