"""A letter that went out stays what it was, also for whoever writes to the database past the product."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from huigong.notices.actions.issuing import issue
from huigong.notices.models import Notice, NoticeService
from huigong.notices.templates import Template
from huigong.notices.triggers import LETTERS
from tests.unit.notices.shelf import CLERK, Shelf, draft

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 6, 2, 2, 0, tzinfo=UTC)
OTHER_KEY = "0123abcd"


@pytest.fixture
def service(template: Template, shelf: Shelf) -> NoticeService:
    return NoticeService.objects.create(
        notice=issue(draft=draft(template), by=CLERK, now=NOW),
        way="当面",
        outcome="done",
        happened_on=date(2016, 6, 2),
        clause="x",
        proof="签名",
        recorded_at=NOW,
        recorded_by="1",
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
        "UPDATE notices_notice SET digest = 'x'",
        "UPDATE notices_notice SET number = 'x'",
        "UPDATE notices_notice SET recipient = substr(recipient, 1, 9)||'AAAA'",
        "UPDATE notices_noticeservice SET deemed_on = '2016-06-01'",
        "UPDATE notices_noticeservice SET outcome = 'failed'",
        "DELETE FROM notices_noticeservice",
        "DELETE FROM notices_notice",
    ],
)
def test_it_is_neither_changed_nor_removed(service: NoticeService, change: str) -> None:
    before = list(Notice.objects.values()), list(NoticeService.objects.values())
    assert refused(change)
    assert (list(Notice.objects.values()), list(NoticeService.objects.values())) == before


def test_it_may_be_sealed_under_another_key(service: NoticeService) -> None:
    sealed = f"UPDATE notices_notice SET recipient = '{OTHER_KEY}' || substr(recipient, 9)"
    assert refused(f"{sealed}, number = 'x'")
    assert not refused(sealed)


@pytest.mark.parametrize("model", [Notice, NoticeService])
def test_every_column_is_guarded(model: type[Notice] | type[NoticeService]) -> None:
    allows = next(kept.allows for kept in LETTERS.tables if kept.table == model._meta.db_table)
    assert allows is not None
    assert {field.column for field in model._meta.concrete_fields} == {*allows.columns, *allows.kept}
