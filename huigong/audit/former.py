"""Under which ids the trail knows somebody: what was recorded of them before two records became one stays as it was."""

from __future__ import annotations

from huigong.audit.models import AuditEvent

UNITED_VERB = "registry.person.united"  # of the record that stays; its data says which one is gone
MERGED_VERB = "registry.person.merged"  # the same of two records that were on record both
PARTED_VERB = "registry.person.parted"  # what was united was not one person


def ids_of(*people: str) -> frozenset[str]:
    """Their ids, and those of the records that were united with theirs and not parted again; one question for each step back."""
    known, asked = set(people), frozenset(people)
    while asked:
        asked = _united_with(asked) - known
        known |= asked
    return frozenset(known)


def _united_with(people: frozenset[str]) -> frozenset[str]:
    united: set[tuple[str, str]] = set()
    verbs = (UNITED_VERB, MERGED_VERB, PARTED_VERB)
    rows = AuditEvent.objects.filter(person_ref__in=people, verb__in=verbs).order_by("pk")
    for person, verb, data in rows.values_list("person_ref", "verb", "data"):
        if verb == PARTED_VERB:
            united.discard((person, data["said"]))
        else:
            united.add((person, data["said"]))
    return frozenset(gone for _, gone in united)
