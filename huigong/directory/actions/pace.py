"""How often somebody may change what is only their own word: each change stays in the trail for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from huigong.directory.actions import attempts
from huigong.directory.principals import Principal
from huigong.kernel.errors import TooMany
from huigong.kernel.sentences import say

CHANGES_A_DAY = 100  # of everything together; nobody who means it needs a tenth
_DAY = timedelta(days=1)


def require_few_changes(by: Principal, *, now: datetime) -> None:
    """Counts one change of the actor's own. Raises `TooMany` (`own.too_many`)."""
    if not attempts.take(
        kind="own.changes", subject=by.account_id, limit=CHANGES_A_DAY, window=_DAY, now=now
    ):
        raise TooMany(
            code="own.too_many",
            what="今天改的次数太多了",
            why=say("每改一次都会记下来，一天最多改{most}次", most=CHANGES_A_DAY),
            do="请明天再改；现在的照最后一次算",
        )
