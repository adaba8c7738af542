"""Under which ids the trail knows somebody: what was recorded of them before two records became one stays as it was."""

from __future__ import annotations

from collections.abc import Set

from django.db.models import Max

from huigong.audit.models import AuditEvent

UNITED_VERB = "registry.person.united"  # of the record that stays; its data says which one is gone
MERGED_VERB = "registry.person.merged"  # the same of two records that were on record both
PARTED_VERB = "registry.person.parted"  # what was united was not one person
RESTORED_VERB = "registry.person.restored"  # the same, of the record that was gone


def ids_of(*people: str) -> frozenset[str]:
    """Their ids, and those of the records that were united with theirs and not parted again; two questions for each step back."""
    known, asked = set(people), frozenset(people)
    while asked:
        asked = _united_with(asked) - known
        known |= asked
    return frozenset(known)


def _united_with(people: Set[str]) -> frozenset[str]:
    """Whoever stays may have become part of a third before the parting: only the one that is there again tells of it."""
    rows = AuditEvent.objects.filter(person_ref__in=people, verb__in=(UNITED_VERB, MERGED_VERB)).order_by(
        "pk"
    )
    united = {data["said"]: pk for pk, data in rows.values_list("pk", "data")}
    back = AuditEvent.objects.filter(person_ref__in=united, verb=RESTORED_VERB).order_by()
    restored = dict(back.values_list("person_ref").annotate(Max("pk")))
    return frozenset(gone for gone, pk in united.items() if pk > restored.get(gone, 0))
