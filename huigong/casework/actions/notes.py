"""Internal notes of an office on a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.casework.access import case_not_found, note_office, readable
from huigong.casework.actions import steps
from huigong.casework.models import Note
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

LONGEST = 2_000


@transaction.atomic
def write(*, by: Principal, now: datetime, case_id: str, text: str) -> Note:
    """Writes a note for the office in whose name the writer has to do with the case; the trail keeps no word of it.

    The same words sent twice in a row are one note. Raises `DomainError`: `case.not_found`, `note.not_yours`,
    `note.empty`, `note.too_long`.
    """
    case = steps.locked(case_id)
    if not readable(by).filter(pk=case.pk).exists():
        raise case_not_found()
    office = note_office(by, case)
    if not office:
        raise Denied(
            code="note.not_yours",
            what="您不能在这个办件上写内部记录",
            why="只有承办部门和协办部门的经办人可以写",
            do="要告诉经办人的话，请直接联系承办部门",
        )
    words = said(text)
    if not words:
        raise Invalid(code="note.empty", about="text", what="没有写内容", do="请写明要记下什么")
    if len(words) > LONGEST:
        raise Invalid(
            code="note.too_long",
            about="text",
            what=say("内部记录最多{most}个字", most=LONGEST),
            do="请分几次写",
        )
    last = Note.objects.filter(case=case, office=office).order_by("-pk").first()
    if last is not None and (last.written_by, last.text) == (by.account_id, words):
        return last
    note = Note.objects.create(
        case=case, office=office, text=words, written_at=now, written_by=by.account_id, writer=by.name[:50]
    )
    steps.record_on(
        case, "casework.note.written", by=by, now=now, data={"note": note.public_id.hex, "by": office}
    )
    return note
