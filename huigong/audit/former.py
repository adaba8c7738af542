"""Under which ids the trail knows somebody: what was recorded of them before two records became one stays as it was."""

from __future__ import annotations

from huigong.audit.models import AuditEvent

UNITED_VERB = "registry.person.united"  # of the record that stays; its data says which one is gone


def ids_of(*people: str) -> frozenset[str]:
    """Their ids, and those of the records that were united with theirs; one question."""
    united = AuditEvent.objects.filter(person_ref__in=people, verb=UNITED_VERB).order_by()
    return frozenset((*people, *(data["said"] for data in united.values_list("data", flat=True))))
