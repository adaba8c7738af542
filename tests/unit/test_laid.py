"""Rows that a module lays once hide no action that lost its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from huigong.audit.actions import in_a_transaction
from tests.laid import laid


@pytest.fixture(scope="module")
def something(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], str]]:
    with laid(lambda: "made", django_db_blocker) as made:
        yield made


@pytest.mark.django_db
def test_an_action_is_still_asked_for_a_transaction_of_its_own(something: Callable[[], str]) -> None:
    assert something() == "made"
    assert not in_a_transaction()
    with transaction.atomic():
        assert in_a_transaction()
