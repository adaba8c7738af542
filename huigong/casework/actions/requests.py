"""Keys that make opening a case idempotent for each account."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from huigong.audit.fields import blind_index
from huigong.casework.models import Application, Case
from huigong.casework.procedures.fields import LONGEST
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

_KEY_CONTEXT = "casework.Case.key"


def bound(key: str, by: Principal) -> str:
    """The key as stored: hashed together with the account, so that accounts cannot collide and it cannot be read back."""
    return blind_index(f"{by.account_id} {key.strip()}", context=_KEY_CONTEXT)


def earlier(key: str, procedure: str, place: str) -> Case | None:
    """The case of this request. Raises `DomainError` (`case.key_reused`) where the key came with another matter."""
    case = Case.objects.filter(key=key).first()
    if case is not None and (case.procedure, case.region) != (procedure, place):
        raise Conflict(
            code="case.key_reused", what="这次提交和以前的另一个办件用了同一个编号", do="请刷新页面后重新提交"
        )
    return case


def keep(application: Application, sent: Callable[[], Case | None]) -> Case | None:
    """Writes the application down; where the same request came twice at once and the other was first, its case."""
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError:
        raced = sent()
        if raced is None:
            raise
        return raced
    return None


def within(text: str) -> str:
    """The text as it is kept. Raises `DomainError` (`text.too_long`) beyond what a field of a form takes."""
    words = said(text)
    if len(words) > LONGEST:
        raise Invalid(
            code="text.too_long",
            what="说明太长",
            why=say("最多{longest}个字，现在有{count}个字", longest=LONGEST, count=len(words)),
            do="请缩短后再提交",
        )
    return words
