"""Ownership of files: they move along when two records are joined or an account gets a record."""

from __future__ import annotations

from huigong.files.models import Attachment, StoredFile
from huigong.files.states import LIVE


def pass_on(former: str, person: str) -> None:
    """Files of, about and held by `former` are `person`'s from now on, both public ids; in the caller's transaction.

    Bytes that both have handed in stay in two rows, since each lies in places of its own; the former's keeps its owner.
    """
    StoredFile.objects.filter(person=former).update(person=person)
    Attachment.objects.filter(holder=former).update(holder=person)
    twice = StoredFile.objects.filter(owner=person, state__in=LIVE).values_list("sha256", flat=True)
    StoredFile.objects.filter(owner=former).exclude(sha256__in=list(twice)).update(owner=person)
