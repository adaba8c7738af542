"""The letter as an office has edited it, if it has."""

from __future__ import annotations

import hashlib
from datetime import date

from huigong.kernel.errors import Unavailable
from huigong.notices.keeping import keeper
from huigong.notices.models import OfficeTemplate


def in_force(office: str, template: str, on: date) -> bytes | None:
    """The newest Word document that the office uses for this notice on that day, or None.

    Raises `DomainError` (`notice.template_changed`) where its bytes are not those that were uploaded.
    """
    rows = OfficeTemplate.objects.filter(office=office, template=template, from_day__lte=on)
    row = rows.order_by("-from_day", "-pk").first()
    if row is None:
        return None
    content = keeper().content(row.kept)
    if hashlib.sha256(content).hexdigest() != row.digest:
        raise Unavailable(
            code="notice.template_changed",
            what="部门的文书样式坏了，不能用",
            why="存放的样式和上传时不一样",
            do="请重新上传样式",
        )
    return content


def since(office: str, on: date) -> dict[str, date]:
    """Notice → since when the office has a document of its own for it, on that day."""
    rows = OfficeTemplate.objects.filter(office=office, from_day__lte=on).order_by("from_day", "pk")
    return dict(rows.values_list("template", "from_day"))
