"""Sealed fields in the database: ciphertext in the row, plain text in the program."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from huigong.audit.fields import blind_index
from huigong.directory.models import PHONE_CONTEXT, Account

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PHONE = "13800000000"


def worker(phone: str = PHONE) -> Account:
    return Account.objects.create_user(
        f"worker-{phone or 'none'}", kind=Account.Kind.WORKER, phone=phone, opened_at=NOW
    )


def stored(account: Account) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM directory_account WHERE id = %s", [account.pk])
        return cursor.fetchone()


def test_the_row_holds_ciphertext_and_the_index() -> None:
    sealed, index = stored(worker())
    assert PHONE not in sealed
    assert index == blind_index(PHONE, context=PHONE_CONTEXT)


def test_the_program_reads_plain_text() -> None:
    assert Account.objects.get(pk=worker().pk).phone == PHONE


def test_a_person_is_found_by_the_index() -> None:
    account = worker()
    found = Account.objects.filter(phone_index=blind_index(PHONE, context=PHONE_CONTEXT))
    assert list(found) == [account]


def test_an_empty_value_has_no_index_and_clashes_with_nobody() -> None:
    first, second = worker(""), Account.objects.create_user("other", kind="worker", opened_at=NOW)
    assert stored(first) == ("", None)
    assert stored(second) == ("", None)


def test_the_index_follows_a_change() -> None:
    account = worker()
    account.phone = "13900000000"
    account.save()
    assert stored(account)[1] == blind_index("13900000000", context=PHONE_CONTEXT)


def test_searching_the_sealed_text_is_refused_with_advice() -> None:
    with pytest.raises(FieldError, match="盲索引"):
        Account.objects.filter(phone=PHONE)


def test_asking_whether_there_is_a_value_is_allowed() -> None:
    worker()
    assert not Account.objects.filter(phone__isnull=True).exists()
