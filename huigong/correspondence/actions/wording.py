"""An office takes a letter home, changes it in Word, and brings it back."""

from __future__ import annotations

from datetime import date, datetime

from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.kernel.errors import Invalid
from huigong.notices.actions import uploading
from huigong.notices.models import OfficeTemplate
from huigong.notices.templates import book


def bring_back(
    *, office: str, template_id: str, content: bytes, from_day: date, by: Principal, now: datetime
) -> OfficeTemplate:
    """From that day on, the office's letters of this kind are made from this document.

    Raises `DomainError`: `access.denied`, `notice.unknown`, `letter.day_past`, `notice.word`.
    """
    region = office_region(office)
    by.require(Permission.CASE_DECIDE, region=region, office=office)
    if from_day < day_of(now):
        raise Invalid(
            code="letter.day_past",
            about="from_day",
            what="启用的日期已经过去了",
            why="已经发出的文书不会跟着改",
            do="请填今天或者以后的日期",
        )
    template = book().get(template_id, region=region, on=from_day)
    return uploading.upload(
        office=office, template=template, content=content, from_day=from_day, region=region, by=by, now=now
    )
