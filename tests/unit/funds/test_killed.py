"""Stopped before any of its statements, an action has done nothing; and then it can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from huigong.audit.models import AuditEvent
from huigong.funds.actions import batches, lines, payments
from huigong.funds.models import Attempt, Balance, Batch, FundLine, Payment, Posting, ReturnFile, ReturnLine
from tests.unit.funds.purse import (
    CHECKER,
    CSV,
    MAKER,
    YEAR,
    Said,
    account,
    attempts,
    line,
    people,
    purse,
    reserved,
    return_file,
    taken,
    what_is_wrong,
)
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]
KEPT = (FundLine, Balance, Posting, Payment, Batch, Attempt, ReturnFile, ReturnLine, AuditEvent)


class Killed(Exception):
    pass


def everything() -> list[list[dict[str, Any]]]:
    return [list(model._base_manager.order_by("pk").values()) for model in KEPT]


def killed_everywhere(act: Callable[[], object]) -> int:
    """Does it, after it was killed before each of its statements and left nothing; how many there are."""
    before, at = everything(), 0
    while True:
        left = iter(range(at))

        def dying(execute: Callable[..., Any], *statement: Any, left: Any = left) -> Any:
            if not statement[0].startswith("ROLLBACK") and next(left, None) is None:
                raise Killed
            return execute(*statement)

        try:
            with transaction.atomic(), connection.execute_wrapper(dying):
                act()
        except Killed:
            assert everything() == before
            at += 1
        else:
            return at


def test_killed_before_any_statement_nothing_is_half_done() -> None:
    row, following = line(yuan=100), line(year=YEAR + 1)
    who = people(2)
    for person in who:
        account(person)
    key = row.public_id.hex
    steps: list[Callable[[], object]] = [
        lambda: reserved(row, who),
        lambda: payments.commit(by=CHECKER, now=NOW, line_id=key),
        lambda: batches.make(by=MAKER, now=NOW, line_id=key, profile=CSV),
    ]
    counts = [killed_everywhere(step) for step in steps]
    batch = Batch.objects.get()
    approve = {"by": CHECKER, "now": NOW, "batch_id": batch.public_id.hex, "seen": batch.digest}
    counts.append(killed_everywhere(lambda: batches.approve(**approve)))
    counts.append(killed_everywhere(lambda: batches.send(by=MAKER, now=NOW, batch_id=batch.public_id.hex)))
    first, second = attempts(batch)
    data = return_file(Said(first), Said(second, "1001"))
    counts.append(killed_everywhere(lambda: taken(data)))
    close = {"by": CHECKER, "now": NOW, "line_id": key, "into_id": following.public_id.hex}
    counts.append(killed_everywhere(lambda: lines.close_year(**close)))
    assert min(counts) > 5, "a step that sends hardly a statement was not killed in the middle"
    assert what_is_wrong() == ()
