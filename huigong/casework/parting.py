"""In what words somebody is asked whose a case is that came after two records became one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from huigong.casework.models import Case, Party
from huigong.kernel.sentences import say


def of_parties(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Key of a party → what its case is called, in a form and in words."""
    rows = Party.objects.filter(pk__in=keys).select_related("case").order_by("pk")
    return {row.pk: _called(row.case) for row in rows}


def of_applications(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """The same of an application; one that has no case yet is told of by its kind."""
    rows = Case.objects.filter(application__in=keys).order_by("pk")
    return {row.application_id: _called(row) for row in rows if row.application_id is not None}


def _called(case: Case) -> tuple[str, str]:
    return f"case.{case.public_id.hex}", say("办件 {number}", number=case.number)
