"""Printing a letter again: the bytes that were issued, with a line across the top that says so."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pikepdf
from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.kernel.days import in_words
from huigong.notices import queries
from huigong.notices.letters import Letter, Paper, Paragraph, Run
from huigong.notices.models import Notice
from huigong.notices.printing import render

_SHORT = 16  # digits of the digest that somebody can compare by eye


@transaction.atomic
def reprint(*, notice: Notice, by: Actor, now: datetime) -> bytes:
    """The letter to be handed out once more; the original is not touched, and nothing is set anew.

    Raises `DomainError`: `notice.changed`, `notice.no_keeper`, `notice.not_printed`.
    """
    original = queries.content(notice)
    words = f"补印件　{in_words(localdate(now))}　原件校验值 {notice.digest[:_SHORT]}"
    stamp = Letter(
        name="补印",
        number="",
        day=localdate(now),
        blocks=(Paragraph((Run(words, bold=True, size=8),), align="right", indent=False),),
        office="",
        signed=False,
        paper=Paper.STAMP,
    )
    record(
        by=by,
        now=now,
        verb="notices.notice.reprinted",
        subject=notice.about,
        region=notice.region,
        person=notice.person_ref or None,
        data={"notice": notice.number},
    )
    return _stamped(original, render([stamp])[0])


def _stamped(original: bytes, stamp: bytes) -> bytes:
    with pikepdf.open(BytesIO(original)) as pdf, pikepdf.open(BytesIO(stamp)) as mark:
        for page in pdf.pages:
            left, _, right, top = (float(edge) for edge in page.mediabox)
            width, height = right - left, 20.0
            page.add_overlay(mark.pages[0], pikepdf.Rectangle(left, top - height, left + width, top))
        stream = BytesIO()
        pdf.save(stream)
    return stream.getvalue()
