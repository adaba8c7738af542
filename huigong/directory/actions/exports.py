"""What an official takes away of a list: said in the trail before the first row is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid
from huigong.kernel.writing import said


@transaction.atomic
def record_export(
    *,
    by: Principal,
    now: datetime,
    verb: str,
    permission: Permission,
    purpose: str,
    wanted: Mapping[str, str],
    rows: int,
) -> None:
    """Who takes how many rows of which list away, and what for.

    `verb` is what the list's folder calls it, `permission` what reading it needs. The list is told as it was understood,
    not as its address was typed, which has no bound.

    Raises `DomainError`: `access.denied`, `list.no_purpose`.
    """
    by.require(permission)
    purpose = said(purpose)
    if not purpose:
        raise Invalid(
            code="list.no_purpose", about="purpose", what="没有写导出事由", do="请写明导出是为了什么"
        )
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"directory.Account:{UUID(by.account_id).hex}",
        purpose=purpose,
        data={"rows": rows, "list": dict(wanted)},
    )
