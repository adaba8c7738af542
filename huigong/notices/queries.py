"""Reading letters that went out. No access check: the folders above know who may read what they are about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from hmac import compare_digest
from uuid import UUID

from huigong.audit.fields import blind_index, blind_indexes
from huigong.kernel.errors import NotFound, Unavailable
from huigong.kernel.sentences import say
from huigong.kernel.writing import code, figures
from huigong.notices.keeping import keeper
from huigong.notices.models import Notice, NoticeService, ServiceOutcome
from huigong.notices.templates import book
from huigong.notices.ways import Way

_CHECK, _GROUPS, _GROUP = "notices.Notice.check", 3, 4
_YEAR = re.compile(r"[(\[{<«〔［【〖「『《〈](\d{4})[)\]}>»〕］】〗」』》〉]")
_WIDE = str.maketrans("()", "（）")  # as offices write them in their names


def about(subject: str) -> list[Notice]:
    """The letters about a thing, the oldest first, each with its attempts at service; two questions."""
    return list(Notice.objects.filter(about=subject).prefetch_related("services"))


def notice(public_id: str) -> Notice:
    """Raises `DomainError` (`notice.not_found`)."""
    try:
        row = Notice.objects.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound("notice.not_found", what="没有找到这份文书", do="请核对文号，或从办件里打开")
    return row


def numbered(number: str) -> Notice | None:
    """The letter with this number, as people type it."""
    return Notice.objects.filter(number=typed(number)).first()


def typed(number: str) -> str:
    """A number as letters bear it, from what somebody types: `仁和人社补（2026） 1 号` → `仁和人社补〔2026〕1号`.

    Phones have no 〔〕, so any brackets around the year will do. Raises `DomainError` (`text.unreadable`).
    """
    return _YEAR.sub(r"〔\1〕", figures(number)).translate(_WIDE)


def check_of(number: str) -> str:
    """What stands on the letter beside its number: `3F9A-02CD-77E1`; nobody else can work it out."""
    return _grouped(blind_index(number, context=_CHECK))


def belongs(number: str, check: str) -> bool:
    """Whether that check stands on the letter with this number, also one from before the key was changed.

    Both as people type them. Raises `DomainError` (`text.unreadable`).
    """
    given = code(check)
    known = (_grouped(index).replace("-", "") for index in blind_indexes(typed(number), context=_CHECK))
    return any(compare_digest(given.encode(), each.encode()) for each in known)


def next_ways(row: Notice, attempts: Iterable[NoticeService]) -> tuple[Way, ...]:
    """What may be tried after these attempts, the oldest first, in the order of the pack.

    Nothing that has failed already, and nothing at all before the first attempt or once one has succeeded.
    """
    outcomes = [(attempt.way, attempt.outcome) for attempt in attempts]
    if not outcomes or any(outcome == ServiceOutcome.DONE for _, outcome in outcomes):
        return ()
    known = book()
    serve = known.get(row.template, region=row.region, on=row.valid_from).serve
    tried = {way for way, _ in outcomes}
    follows = known.way(outcomes[-1][0]).fails_to
    return tuple(known.way(way) for way in follows if way in serve and way not in tried)


def _grouped(index: str) -> str:
    digits = index[: _GROUPS * _GROUP].upper()
    return "-".join(digits[first : first + _GROUP] for first in range(0, len(digits), _GROUP))


def content(row: Notice) -> bytes:
    """The bytes that were issued. Raises `DomainError` (`notice.changed`) where they are no longer the same."""
    kept = keeper().content(row.kept)
    if hashlib.sha256(kept).hexdigest() != row.digest:
        raise Unavailable(
            code="notice.changed",
            what="存放的文书和发出时不一样，不能打开",
            why=say("{number}的校验值对不上，文件坏了或者被改过", number=row.number),
            do="请保全现场并报告负责人；以当事人手里的为准",
        )
    return kept
