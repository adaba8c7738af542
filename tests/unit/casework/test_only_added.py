"""What was decided stays as it was decided, also for whoever writes to the database past the product."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from huigong.audit.addonly import AddOnly
from huigong.audit.triggers import TRAIL
from huigong.casework.actions import cases
from huigong.casework.models import Decision, Outcome
from huigong.casework.triggers import DECISIONS
from tests.unit.portals.desk.staff import accepted, principal

pytestmark = pytest.mark.django_db
OTHER_KEY = "0123abcd"


@pytest.fixture
def decision() -> Decision:
    """A decision with its outcome."""
    return cases.decide(
        by=principal("police"),
        now=timezone.now(),
        case_id=accepted(),
        verdict="approved",
        reasons="材料齐全。",
        clause="行政许可法第三十八条",
    )


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "only ever added" in str(error)
    return False


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_decision SET verdict = 'refused'",
        "UPDATE casework_decision SET favourable = NULL",
        "UPDATE casework_decision SET clause = 'x'",
        "UPDATE casework_decision SET decided_by = 'x'",
        "UPDATE casework_decision SET remedy_until = '2030-01-01'",
        "UPDATE casework_decision SET reasons = substr(reasons, 1, 9)||'AAAA'",
        "UPDATE casework_outcome SET result = 'x'",
        "DELETE FROM casework_outcome",
        "DELETE FROM casework_decision",
    ],
)
def test_a_decision_is_neither_changed_nor_removed(decision: Decision, change: str) -> None:
    before = list(Decision.objects.values()), list(Outcome.objects.values())
    assert refused(change)
    assert (list(Decision.objects.values()), list(Outcome.objects.values())) == before


def test_its_reasons_may_be_sealed_under_another_key_and_nothing_else_with_it(decision: Decision) -> None:
    sealed = f"UPDATE casework_decision SET reasons = '{OTHER_KEY}' || substr(reasons, 9)"
    assert refused(f"{sealed}, verdict = 'refused'")
    assert not refused(sealed)


@pytest.mark.parametrize("protection", [TRAIL, DECISIONS])
def test_every_column_is_guarded_or_named_as_the_one_that_may_change(protection: AddOnly) -> None:
    models = {model._meta.db_table: model for model in apps.get_models()}
    for kept in protection.tables:
        columns = {field.column for field in models[kept.table]._meta.concrete_fields}
        if kept.allows is not None:
            assert columns == {*kept.allows.kept, *kept.allows.columns}
