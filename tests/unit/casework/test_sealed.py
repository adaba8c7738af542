"""What people type about a case is not readable in the database, and stays readable for the program."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from huigong.audit import resealing
from huigong.casework.actions import cases, clocks, tasks
from huigong.casework.models import Application, Case, Decision, Pause
from huigong.directory.principals import SYSTEM
from tests.unit.casework.desk import CLERK, HRSS, INSPECTOR, NOW, POLICE, TODAY, lodge, officer

pytestmark = pytest.mark.django_db
MARK = "王五家门口的摩托"
OLD, NEW = "11" * 32, "22" * 32


def typed_everywhere() -> Case:
    """A case on which every form that takes words has been filled in with the same ones."""
    case = lodge(evidence=[MARK, "考勤表"])
    given = {"by": INSPECTOR, "now": NOW, "case_id": case.public_id.hex}
    cases.request_completion(**given, note=MARK)
    cases.complete(by=CLERK, now=NOW, case_id=case.public_id.hex, evidence=[f"{MARK}二"])
    cases.accept(**given)
    clocks.pause(**given, reason=MARK, article="行政许可法第三十八条", told_in_writing=TODAY)
    clocks.resume(**given)
    clocks.extend(**given, approver="虚局长", reason=MARK)
    tasks.ask_support(**given, office=POLICE, question=MARK)
    cases.refer(**given, to_office=POLICE, reason=MARK)
    police = {**given, "by": officer(POLICE)}
    cases.refer(**police, to_office=HRSS, reason=MARK)
    cases.decide(**given, verdict="refused", reasons=MARK, clause="行政许可法第三十八条")
    return Case.objects.get(pk=case.pk)


def everything_kept() -> str:
    """All that stands in the tables of cases, as whoever copies the database reads it."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("casework").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_words_of_people_stand_nowhere_in_plain() -> None:
    typed_everywhere()
    kept = everything_kept()
    assert HRSS in kept
    for word in (MARK, "考勤表", MARK.encode("unicode_escape").decode()):
        assert word not in kept


def test_they_are_read_back_also_under_another_key(settings: Any) -> None:
    settings.SEALING_KEY = OLD
    case = typed_everywhere()
    settings.SEALING_KEY = f"{NEW},{OLD}"
    assert sum(batch.broken for batch in resealing.reseal(by=SYSTEM, now=NOW)) == 0
    settings.SEALING_KEY = NEW
    assert Application.objects.get(case=case).evidence == [MARK, "考勤表", f"{MARK}二"]
    assert Pause.objects.get(clock__case=case).reason == MARK
    assert Decision.objects.get(case=case).reasons == MARK
