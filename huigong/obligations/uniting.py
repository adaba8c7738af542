"""Two records of a person that became one: an obligation that both had is one, and owed and told once.

Their rows stay, so that parting the records parts the obligations too. Of several rows of one person and declaration the
one stands for all that was the record's own, else the oldest; the others show nothing, and what is noted of any of them
counts for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from huigong.audit.subjects import kind_of, subject_of
from huigong.obligations.models import Obligation, Occurrence
from huigong.registry.models import Person, UnitedRecord


def of_people() -> QuerySet[Obligation]:
    """The obligations that are about people themselves, not about a record of theirs."""
    return Obligation.objects.filter(subject__startswith=kind_of(Person))


def standing_for(rows: Iterable[Obligation]) -> Obligation:
    """Of rows of one person and declaration that which stands for all of them. There is at least one."""
    return min(rows, key=lambda row: (row.subject != subject_of(row.person), row.pk))


def same(obligations: Collection[Obligation]) -> Mapping[int, list[int]]:
    """Key of each row that is noted for any of these → keys of these."""
    keys = {row.pk: row for row in obligations}
    owners: dict[int, list[int]] = defaultdict(list, {key: [key] for key in keys})
    for group in _groups(obligations):
        for row in group:
            owners[row.pk] = [each.pk for each in group if each.pk in keys]
    return owners


def with_those_that_stand_for_them(
    obligations: Sequence[Obligation],
) -> tuple[list[Obligation], list[Obligation]]:
    """Those of these that stand for themselves with those that stand for the others, locked; and the others."""
    standing = {row.pk: row for row in obligations}
    replaced: list[Obligation] = []
    for group in _groups(obligations):
        first = standing_for(group)
        replaced += [standing.pop(row.pk, row) for row in group if row is not first]
        if first.pk not in standing:
            standing[first.pk] = Obligation.objects.select_for_update(of=("self",)).get(pk=first.pk)
    return sorted(standing.values(), key=lambda row: row.pk), replaced


def leave_to_others(replaced: Sequence[Obligation]) -> None:
    """These show nothing any more; nobody is told, since nothing has become other for them."""
    if replaced:
        Occurrence.objects.filter(obligation__in=replaced).delete()
        for row in replaced:
            row.next_change_on = None
        Obligation.objects.bulk_update(replaced, ["next_change_on"])


def of_those_united(*, since: datetime) -> list[int]:
    """Keys of the obligations of people whose records became one, or were parted, since."""
    unions = UnitedRecord.objects.filter(Q(united_at__gte=since) | Q(parted_at__gte=since)).order_by()
    names = [kind_of(Person) + gone for gone in unions.values_list("gone", flat=True)]
    mine = of_people().filter(Q(person__in=unions.values("kept")) | Q(subject__in=names))
    return list(mine.order_by("pk").values_list("pk", flat=True))


def _groups(obligations: Collection[Obligation]) -> list[list[Obligation]]:
    """Rows of one person and declaration, where there are several and one of these is among them."""
    wanted = {(row.person_id, row.declared) for row in obligations if row.subject.startswith(kind_of(Person))}
    if not wanted:
        return []
    mine = of_people().filter(person__in={person for person, _ in wanted})
    by_matter: dict[tuple[int, str], list[Obligation]] = defaultdict(list)
    for row in mine.select_related("person").order_by("pk"):
        if (row.person_id, row.declared) in wanted:
            by_matter[row.person_id, row.declared].append(row)
    return [rows for rows in by_matter.values() if len(rows) > 1]
