"""Looks that are refused: each stands in the trail, and many of them close the door for an hour; so do many people found.

Not to be used inside a transaction that the refusal undoes, or the event goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from huigong.audit.actions import record, record_refusal
from huigong.directory.actions import attempts
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied, DomainError, NotFound, TooMany
from huigong.kernel.sentences import say

_KIND, _WINDOW = "look.refused", timedelta(hours=1)
_NO_TRY = frozenset({"person.purpose_needed", "case.no_form"})
"""What is no try: a word more is asked for, or there is nothing to be seen."""


@contextmanager
def told(viewer: Principal, subject: str, *, person: str = "", now: datetime) -> Iterator[None]:
    """Around a look at something that exists: what is refused leaves an event and counts as a try."""
    try:
        yield
    except (Denied, NotFound) as error:
        new = error.code not in _NO_TRY and record_refusal(
            viewer=viewer, now=now, subject=subject, person=person or None, code=error.code
        )
        if new:
            attempts.take(
                kind=_KIND,
                subject=viewer.account_id,
                limit=settings.REFUSED_LOOKS,
                window=_WINDOW,
                now=now,
            )
        raise


@contextmanager
def bounded(viewer: Principal, subject: str, *, person: str = "", now: datetime) -> Iterator[None]:
    """As `told`, for a look in full. Raises `TooMany` (`look.refused_too_often`) after as many as the setting says."""
    if attempts.is_spent(kind=_KIND, subject=viewer.account_id, limit=settings.REFUSED_LOOKS, now=now):
        raise _too_many()
    with told(viewer, subject, person=person, now=now):
        yield


def require_few(viewer: Principal, people: int, *, now: datetime) -> None:
    """Raises `DomainError` (`person.too_many_found`): a few letters at a time would list everybody of a county."""
    most = settings.FOUND_BY_NAME
    if people and not attempts.take(
        kind="person.found", subject=viewer.account_id, limit=most, window=_WINDOW, now=now, amount=people
    ):
        raise TooMany(
            code="person.too_many_found",
            about="sought",
            what=say("按姓名查人，一小时的上限是{most}，已经到了", most=most),
            why="每查出一个人都是看了一次",
            do="请用身份证号或手机号查，或者过一小时再按姓名查；窗口不够用的，请管理员改设置",
        )


def _too_many() -> DomainError:
    return TooMany(
        code="look.refused_too_often",
        what=say("您一小时里有{most}次想看不归您看的人，先不能看完整内容", most=settings.REFUSED_LOOKS),
        why="这些查看都写进了审计记录",
        do="请过一小时再看；办事确实要看的，请农民工办按岗位批准",
    )


@transaction.atomic
def record_nobody(viewer: Principal, criterion: str, *, now: datetime) -> None:
    """That a search by this criterion found nobody: numbers that are tried leave a trail too."""
    record(
        by=viewer,
        now=now,
        verb="registry.person.not_found",
        subject="registry.Person",
        data={"searched_by": criterion},
    )
