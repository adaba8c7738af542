"""Reading the trail, and checking that nobody changed it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huigong.audit.actors import Reader
from huigong.audit.chain import digest_of
from huigong.audit.models import GENESIS, AuditEvent, AuditHead

AUDIT_READ = "audit.read"
_CHUNK = 2000


@dataclass(frozen=True)
class ChainReport:
    """`first_broken` is the sequence of the first event that does not fit, or None."""

    ok: bool
    checked: int
    first_broken: int | None = None


def events(viewer: Reader, *, subject: str | None = None, person: str | None = None) -> QuerySet[AuditEvent]:
    """Events in order, within the regions where `viewer` may read the trail.

    A person may always see who did what with their own record.
    Raises `DomainError` (`access.denied`) for anyone else.
    """
    found = AuditEvent.objects.order_by("sequence")
    if subject is not None:
        found = found.filter(subject=subject)
    if person is not None:
        found = found.filter(person_ref=person)
    if person and viewer.person_id == person:
        return found
    viewer.require(AUDIT_READ)
    return found.filter(_within(viewer.regions(AUDIT_READ)))


def verify_chain() -> ChainReport:
    """Recomputes every digest from the first event; reads the table as a stream.

    Finds changed, removed, inserted and reordered events and a cut-off tail. It
    cannot find a trail that was rewritten as a whole together with its head:
    keep the latest digest outside the system to be able to.
    """
    digest, checked = GENESIS, 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=_CHUNK):
        fits = event.sequence == checked + 1 and event.previous_digest == digest
        if not fits or digest_of(event) != event.digest:
            return ChainReport(ok=False, checked=checked, first_broken=checked + 1)
        digest, checked = event.digest, event.sequence
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if (head.sequence, head.digest) != (checked, digest):
        return ChainReport(ok=False, checked=checked, first_broken=checked + 1)
    return ChainReport(ok=True, checked=checked)


def _within(prefixes: tuple[str, ...]) -> Q:
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(region__startswith=prefix)
    return inside
