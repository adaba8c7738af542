"""Files of cases that were closed long ago; what belongs to an open case, or to one that goes on in an open one, stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from huigong.audit.subjects import subject_of
from huigong.casework.access import FILES
from huigong.casework.models import Case, CaseLink
from huigong.directory.principals import Principal
from huigong.files import erasing
from huigong.kernel.retention import Listed
from huigong.registry.lookup import public_uuid

_CASE = "casework.Case:"


class CaseFiles:
    """By the day on which the case was closed. A key is a case's, whose files go together."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = Case.objects.filter(is_open=False, closed_on__lt=before, pk__gt=after).order_by("pk")
        cases = list(rows[:size])
        with_files = erasing.holders(FILES, [case.public_id.hex for case in cases])
        pairs = [(case.pk, subject_of(case)) for case in cases if case.public_id.hex in with_files]
        return Listed(pairs, cases[-1].pk if len(cases) == size else None)

    def remove(self, keys: Collection[int], *, by: Principal, now: datetime) -> None:
        rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=keys, is_open=False)
        for case in rows.order_by("pk"):
            erasing.erase(purpose=FILES, holder=case.public_id.hex, by=by, now=now)


def staying(subjects: Collection[str]) -> set[str]:
    """Of these subjects the cases that are open, or to which an open one is linked."""
    ids = {public_uuid(subject.removeprefix(_CASE)) for subject in subjects if subject.startswith(_CASE)}
    linked = CaseLink.objects.filter(Q(case__is_open=True) | Q(other__is_open=True)).order_by()
    near = Q(pk__in=linked.values("case_id")) | Q(pk__in=linked.values("other_id"))
    rows = Case.objects.filter(Q(is_open=True) | near, public_id__in=ids).order_by("pk")
    return {subject_of(case) for case in rows}
