"""Files of cases that were closed long ago; what belongs to a case that is not over yet, or goes on in such a one, stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from huigong.audit.subjects import subject_of
from huigong.casework.access import FILES
from huigong.casework.models import Case, CaseLink
from huigong.directory.principals import Principal
from huigong.files import erasing
from huigong.kernel.retention import Listed
from huigong.registry.lookup import public_uuid

_CASE = "casework.Case:"
_AT_ONCE = 500  # as many as both databases take in one query
_AFTER_REMEDY = timedelta(days=90)
"""Our own margin: whoever turned to somebody else on the last day is heard of later."""


class CaseFiles:
    """By the day on which the case was closed. A key is a case's, whose files go together."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = Case.objects.filter(is_open=False, closed_on__lt=before, pk__gt=after).order_by("pk")
        cases = list(rows[:size])
        with_files = erasing.holders(FILES, [case.public_id.hex for case in cases])
        pairs = [(case.pk, subject_of(case)) for case in cases if case.public_id.hex in with_files]
        return Listed(pairs, cases[-1].pk if len(cases) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Principal, now: datetime) -> int:
        rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=keys, is_open=False)
        cases = list(rows.filter(closed_on__lt=before).order_by("pk"))
        stays = _not_over({case.pk for case in cases}, on=localdate(now))
        going = [case for case in cases if case.pk not in stays]
        erased = [erasing.erase(purpose=FILES, holder=case.public_id.hex, by=by, now=now) for case in going]
        return sum(map(bool, erased))


def staying(subjects: Collection[str], on: date) -> set[str]:
    """Of these subjects the cases that are not over, or that any number of links joins to one that is not.

    Over is what is closed, and of which no decision can be fought any more.
    """
    ids = {public_uuid(subject.removeprefix(_CASE)) for subject in subjects if subject.startswith(_CASE)}
    cases = {case.pk: subject_of(case) for case in Case.objects.filter(public_id__in=ids).order_by("pk")}
    return {cases[key] for key in _not_over(cases, on=on)}


def _not_over(keys: Collection[int], *, on: date) -> set[int]:
    """Those of these cases that are not over, or from which links lead to one that is not."""
    near = {key: {key} for key in keys}
    followed, ahead = set[int](), set(keys)
    while ahead:
        pairs = _links(ahead)
        for case, other in pairs:
            near.setdefault(case, {case}).add(other)
            near.setdefault(other, {other}).add(case)
        followed |= ahead
        ahead = {key for pair in pairs for key in pair} - followed
    stays, ahead = set[int](), _themselves_not_over(near, on=on)
    while ahead:
        stays |= ahead
        ahead = {key for each in ahead for key in near[each]} - stays
    return stays & set(keys)


def _links(keys: Collection[int]) -> set[tuple[int, int]]:
    """Every link from or to these cases."""
    pairs = set[tuple[int, int]]()
    for some in _parts(keys):
        rows = CaseLink.objects.filter(Q(case__in=some) | Q(other__in=some)).order_by()
        pairs |= set(rows.values_list("case_id", "other_id"))
    return pairs


def _themselves_not_over(keys: Collection[int], *, on: date) -> set[int]:
    not_over = Q(is_open=True) | Q(decisions__remedy_until__gte=on - _AFTER_REMEDY)
    known = set[int]()
    for some in _parts(keys):
        known |= set(Case.objects.filter(not_over, pk__in=some).order_by().values_list("pk", flat=True))
    return known


def _parts(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    return (ordered[first : first + _AT_ONCE] for first in range(0, len(ordered), _AT_ONCE))


CASE_FILES = CaseFiles()
