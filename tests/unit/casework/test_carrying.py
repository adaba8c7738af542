"""Cases that began under the one fixed table are carried into the open house, whatever they had become."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huigong.casework.answers import answers_of
from huigong.casework.models import Application, Case, Decision, Extension, Party, Pause
from huigong.casework.procedures.cases import procedure_of, status_of
from huigong.casework.procedures.standard import STANDARD
from tests.unit.casework.desk import HRSS, NOW, TODAY, applicant, on_day

pytestmark = [pytest.mark.release, pytest.mark.django_db(transaction=True)]
BEFORE, AFTER = [("casework", "0001_initial")], [("casework", "0012_additions")]


def migrated(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """The models as they were; the tables are brought back up to date whatever happens."""
    yield from _at(BEFORE)


@pytest.fixture
def plain() -> Iterator[Any]:
    """The models when papers and reasons were kept as they were typed."""
    yield from _at([("casework", "0005_lists_by_index")])


@pytest.fixture
def twice_json() -> Iterator[Any]:
    """The models when each answer was a text of JSON inside JSON."""
    yield from _at([("casework", "0007_decisions_only_added")])


def _at(target: list[tuple[str, str]]) -> Iterator[Any]:
    yield migrated(target)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def old_case(apps: Any, number: int, status: str, **days: Any) -> None:
    model = apps.get_model("casework", "Application")
    person = apps.get_model("registry", "Person").objects.order_by("pk")[0]
    application = model.objects.create(
        key=f"k{number}",
        person=person,
        service_id="residence-permit",
        region="510403",
        channel="online",
        lodged_at=NOW,
        lodged_by="x",
    )
    case = apps.get_model("casework", "Case").objects.create(
        number=f"510403-20160601-{number:04d}",
        application=application,
        service_id="residence-permit",
        service_name="办居住证",
        region="510403",
        status=status,
        accountable_office=HRSS,
        opened_on=TODAY,
        **days,
    )
    if status in ("approved", "closed"):
        decision = {"verdict": "approved", "reasons": "符合", "clause": "甲", "office": HRSS}
        apps.get_model("casework", "Decision").objects.create(
            case=case, decided_by="x", decided_at=NOW, **decision
        )
        apps.get_model("casework", "Outcome").objects.create(
            case=case, result="证", facts=[], recorded_at=NOW
        )


def test_every_old_case_keeps_its_place_its_person_and_its_decision(before: Any) -> None:
    applicant()
    later = on_day(6, 8).date()
    old_case(before, 1, "lodged")
    old_case(before, 2, "accepted", accepted_on=TODAY)
    old_case(before, 3, "declined", closed_on=later)
    old_case(before, 4, "approved", accepted_on=TODAY, closed_on=later)
    old_case(before, 5, "closed", accepted_on=TODAY, closed_on=later, delivered_on=later)
    migrated(AFTER)
    cases = list(Case.objects.order_by("number"))
    assert [case.is_open for case in cases] == [True, True, False, False, False]
    for case in cases:
        assert procedure_of(case) == STANDARD
        running = {row.stage for row in case.stages.filter(ended_on__isnull=True)}
        assert running == set(status_of(case).stages)
    assert Party.objects.filter(role="applicant", is_main=True).count() == 5
    assert [case.granted for case in cases] == [None, None, None, True, True]
    assert sorted(Decision.objects.values_list("number", flat=True)) == [
        f"{cases[3].number}-1",
        f"{cases[4].number}-1",
    ]
    assert all(row.outcome.result == "证" and row.move == "approve" for row in Decision.objects.all())


def test_what_was_typed_is_sealed_and_still_read(plain: Any) -> None:
    applicant()
    old_case(plain, 1, "accepted", is_open=True, accepted_on=TODAY)
    plain.get_model("casework", "Application").objects.update(evidence=["工资条照片", "考勤表"])
    case = plain.get_model("casework", "Case").objects.get()
    clock = plain.get_model("casework", "Clock").objects.create(
        case=case, kind="statutory", stage="办理", limit={}, started_on=TODAY, due_on=TODAY
    )
    paused = {"article": "条例第一条", "first_day": TODAY, "told_in_writing_on": TODAY, "paused_by": "x"}
    plain.get_model("casework", "Pause").objects.create(clock=clock, reason="等材料", **paused)
    plain.get_model("casework", "Extension").objects.create(
        clock=clock, reason="情况复杂", granted_on=TODAY, approver="虚局长", recorded_by="x"
    )
    migrated(AFTER)
    assert Application.objects.get().evidence == ["工资条照片", "考勤表"]
    assert (Pause.objects.get().reason, Extension.objects.get().reason) == ("等材料", "情况复杂")
    with connection.cursor() as cursor:
        cursor.execute("SELECT evidence FROM casework_application")
        assert "工资" not in cursor.fetchone()[0]


def test_answers_are_kept_as_what_they_are(twice_json: Any) -> None:
    applicant()
    for number, text in enumerate(
        (
            "",
            '{"入职日期": "{\\"date\\": \\"2016-03-01\\"}", "居住月数": "4", "住处": "\\"甲路\\"", "离开户籍地": "true"}',
        ),
        1,
    ):
        old_case(twice_json, number, "lodged", is_open=True)
        rows = twice_json.get_model("casework", "Application").objects.filter(key=f"k{number}")
        rows.update(answers=text)
    migrated(AFTER)
    empty, given = Application.objects.order_by("key")
    assert empty.answers == {}
    assert given.answers["入职日期"] == {"date": "2016-03-01"}
    assert answers_of(given) == {
        "入职日期": date(2016, 3, 1),
        "居住月数": 4,
        "住处": "甲路",
        "离开户籍地": True,
    }
