"""An official's own lists: kept under a name, and dropped."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.models import SavedList
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.sentences import say
from huigong.registry.lookup import public_uuid

MOST, LONGEST_NAME, LONGEST_QUERY = 20, 20, 500


@transaction.atomic
def save(*, by: Principal, now: datetime, name: str, query: str) -> SavedList:
    """Keeps a filter under a name; under a name that is taken it takes the place of the earlier one.

    Raises `DomainError`: `access.denied`, `list.no_name`, `list.too_many`.
    """
    by.require(Permission.CASE_READ)
    owner = Account.objects.select_for_update().filter(public_id=public_uuid(by.account_id)).first()
    called = " ".join(name.split())[:LONGEST_NAME]
    if owner is None or not called or len(query) > LONGEST_QUERY:
        raise Invalid(
            code="list.no_name", about="name", what="清单没有名称", do="请给清单起个名字，例如“本周到期”"
        )
    kept = SavedList.objects.filter(account=owner)
    if kept.exclude(name=called).count() >= MOST:
        raise Conflict(
            code="list.too_many",
            what=say("最多存{most}个清单", most=MOST),
            do="请先删掉不用的",
        )
    row, _ = SavedList.objects.update_or_create(
        account=owner, name=called, defaults={"query": query, "saved_at": now}
    )
    record(by=by, now=now, verb="casework.list.saved", subject=subject_of(row))
    return row


@transaction.atomic
def drop(*, by: Principal, now: datetime, list_id: str | UUID) -> None:
    """Raises `DomainError` (`list.not_found`), also for somebody else's."""
    owned = SavedList.objects.filter(account__public_id=public_uuid(by.account_id))
    row = owned.filter(public_id=public_uuid(list_id)).first()
    if row is None:
        raise NotFound(code="list.not_found", what="没有这个清单", do="它可能已经删掉了，请刷新页面")
    record(by=by, now=now, verb="casework.list.dropped", subject=subject_of(row))
    row.delete()
