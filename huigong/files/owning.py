"""Ownership of files: they move along when two records are joined or an account gets a record, and back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from huigong.files.models import Attachment, StoredFile
from huigong.files.states import LIVE


def pass_on(former: str, person: str) -> dict[str, list[int]]:
    """Files of, about and held by `former` are `person`'s from now on, both public ids; in the caller's transaction.

    Bytes that both have handed in stay in two rows, since each lies in places of its own; the former's keeps its owner.
    Gives which rows changed hands, for `give_back`: by `person`, `holder` and `owner`.
    """
    about = StoredFile.objects.filter(person=former)
    held = Attachment.objects.filter(holder=former)
    passed = {"person": _keys(about), "holder": _keys(held)}
    about.update(person=person)
    held.update(holder=person)
    twice = StoredFile.objects.filter(owner=person, state__in=LIVE).values_list("sha256", flat=True)
    owned = StoredFile.objects.filter(owner=former).exclude(sha256__in=list(twice))
    passed["owner"] = _keys(owned)
    owned.update(owner=person)
    return passed


def give_back(passed: Mapping[str, Sequence[int]], *, former: str, person: str) -> None:
    """What `pass_on` told of is `former`'s again, as far as it is still `person`'s."""
    StoredFile.objects.filter(pk__in=passed["person"], person=person).update(person=former)
    Attachment.objects.filter(pk__in=passed["holder"], holder=person).update(holder=former)
    StoredFile.objects.filter(pk__in=passed["owner"], owner=person).update(owner=former)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
