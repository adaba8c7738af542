"""Warnings of before are carried over: one of a rule and a month, with every explanation and what was said of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huigong.wages.models import EarlyWarning, WarningAnswer, WorkerMonth
from huigong.wages.whose import text_of
from tests.unit.registry.someone import new_person
from tests.unit.wages.sites import NOW

pytestmark = [pytest.mark.release, pytest.mark.django_db(transaction=True)]
RESIDENT, PASSPORT = str(new_person(1).resident_number), "E12345678"


@pytest.fixture
def before() -> Iterator[Any]:
    executor = MigrationExecutor(connection)
    target = [("wages", "0003_filings")]
    executor.migrate(target)
    yield MigrationExecutor(connection).loader.project_state(target).apps
    up_to_date()


def up_to_date() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_what_was_said_is_carried_over_and_a_month_has_one_warning(before: Any) -> None:
    model = lambda name: before.get_model("wages", name).objects  # noqa: E731
    record = before.get_model("records", "Record").objects.create(
        kind="construction-project", project="P1", region="510421", folded_on=NOW.date(), changed_at=NOW
    )
    month = model("ProjectMonth").create(
        project=record, region="510421", month=date(2026, 10, 1), digest="x", accounts={}, refused={},
        not_judged={}, handed_in_at=NOW, handed_in_by="x",
    )  # fmt: skip
    workers = [
        model("WorkerMonth").create(month=month, name="虚构甲", number=number, credited=0, signed=False)
        for number in (RESIDENT, PASSPORT)
    ]
    given = {"declared": "wages-not-credited", "record": record, "month": date(2026, 10, 1)}
    given |= {"region": "510421", "level": "red", "explained_at": NOW, "explained_by": "x"}
    first = model("EarlyWarning").create(
        **given, raised_on=date(2026, 11, 17), explanation="付了现金", closing="data"
    )
    second = model("EarlyWarning").create(**given, raised_on=date(2026, 12, 1), explanation="明天补发")
    for warning, agreed in ((first, False), (second, True)):
        for worker in workers:
            model("WarningAnswer").create(warning=warning, worker=worker, agreed=agreed, answered_at=NOW)
    up_to_date()
    kept = EarlyWarning.objects.get()
    assert (kept.raised_on, kept.closing) == (date(2026, 11, 17), "")
    assert [
        (each.text, sorted(each.answers.values_list("agreed", flat=True)))
        for each in kept.explanations.order_by("pk")
    ] == [("付了现金", [False, False]), ("明天补发", [True, True])]
    assert {(row.paper, row.number) for row in WarningAnswer.objects.order_by("pk")} == {
        ("resident", RESIDENT),
        ("", PASSPORT),
    }
    for number, paper in ((RESIDENT, "resident"), (PASSPORT, "")):
        for rows in (WorkerMonth.objects, WarningAnswer.objects):
            assert rows.by_index("number", text_of(number, paper)).exists()
