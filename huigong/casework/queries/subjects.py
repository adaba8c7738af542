"""Cases as the trail names them, and the numbers by which people name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huigong.audit.subjects import id_in, kind_of
from huigong.casework.models import Case
from huigong.registry.lookup import public_uuid

_CHUNK = 2000
_KIND = kind_of(Case)


def subjects() -> Iterator[str]:
    """Every case: none is without an event."""
    ids = Case.objects.order_by("pk").values_list("public_id", flat=True)
    return (_KIND + public_id.hex for public_id in ids.iterator(chunk_size=_CHUNK))


def subject_of(number: str) -> str:
    """The case with this number as the trail names it; "" where there is none."""
    public_id = Case.objects.filter(number=number.strip()).values_list("public_id", flat=True).first()
    return _KIND + public_id.hex if public_id else ""


def numbers_of(subjects: Iterable[str]) -> dict[str, str]:
    """Subject → number, for those that are cases; one query."""
    ids = {public_uuid(each.removeprefix(_KIND)) for each in subjects if each.startswith(_KIND)}
    rows = Case.objects.filter(public_id__in=ids).values_list("public_id", "number")
    return {_KIND + public_id.hex: number for public_id, number in rows}


def case_id_of(subject: str) -> str:
    """The public id in a subject of the trail that is a case; "" for any other."""
    return id_in(subject, Case)
