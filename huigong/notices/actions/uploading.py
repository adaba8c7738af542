"""An office brings the letter that it has edited in Word."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.actors import Reader
from huigong.notices.keeping import DOCX, keeper
from huigong.notices.models import OfficeTemplate
from huigong.notices.templates import Template
from huigong.notices.word import require_fit


@transaction.atomic
def upload(
    *, office: str, template: Template, content: bytes, from_day: date, region: str, by: Reader, now: datetime
) -> OfficeTemplate:
    """From that day on the office's letters of this kind are made from this document.

    The caller has checked that `by` may speak for the office.
    Raises `DomainError`: `notice.word` with all that is wrong and the names that there are, `notice.no_keeper`.
    """
    require_fit(content, template)
    row = OfficeTemplate.objects.create(
        office=office,
        template=template.id,
        kept=keeper().keep(content, name=f"{template.name}.docx", kind=DOCX, region=region, by=by, now=now),
        digest=hashlib.sha256(content).hexdigest(),
        from_day=from_day,
        uploaded_at=now,
        uploaded_by=str(by.account_id),
    )
    record(
        by=by,
        now=now,
        verb="notices.template.uploaded",
        subject=f"notices.OfficeTemplate:{office}/{template.id}",
        region=region,
        data={"digest": row.digest, "from_day": from_day.isoformat()},
    )
    return row
