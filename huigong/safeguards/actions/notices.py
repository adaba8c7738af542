"""Recording that the notice of a project is put up."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.records.actions import recording
from huigong.records.models import Record
from huigong.safeguards.rightsnotice.filling import filled
from huigong.wages.sites import project


@transaction.atomic
def put_up(*, by: Principal, now: datetime, project_id: str, on: date) -> Record:
    """An office that keeps the record of the project records that the notice stands there since a day.

    One that lacks a field is no notice. Raises `DomainError`: `wage.no_project`, `rights_notice.incomplete`, as `recording.add`.
    """
    notice = filled(project(project_id), on=on)
    if notice.missing:
        raise Conflict(
            "rights_notice.incomplete",
            about="on",
            what=say("告示牌还缺：{missing}", missing="、".join(notice.missing)),
            why="缺一样就不是条例说的告示牌",
            do="请先补齐，换上齐全的再登记",
        )
    return recording.add(by=by, now=now, record_id=project_id, event=notice.declared.event, on=on, said={})
