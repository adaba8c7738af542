"""A letter goes out: numbered, printed, kept and recorded in one transaction, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.notices import officetemplates
from huigong.notices.filling import Head, letter_of, written_values
from huigong.notices.keeping import PDF, keeper
from huigong.notices.letters import Code, Letter, Paper
from huigong.notices.models import Notice, NoticeSeries, UnservedNotice
from huigong.notices.printing import render
from huigong.notices.templates import Template
from huigong.notices.word import letter_from_word

AT_ONCE = 50  # letters of one transaction: SQLite lets nobody else write meanwhile


@dataclass(frozen=True)
class Issuer:
    """The office as the trail names it, as it signs, and the words that its numbers begin with (仁和人社)."""

    office: str
    name: str
    code: str
    region: str


@dataclass(frozen=True)
class Draft:
    """A letter to be issued. `about` names the thing as the trail does, `person_ref` is the recipient's public id.

    `code_of` makes the code to verify the letter by, once it has its number.
    """

    template: Template
    values: Mapping[str, Any]
    recipient: str
    issuer: Issuer
    about: str
    person_ref: str = ""
    paper: Paper = Paper.A4
    corrects: Notice | None = None
    code_of: Callable[[Letter], Code] | None = field(default=None, compare=False)


def issue(*, draft: Draft, by: Actor, now: datetime) -> Notice:
    """One letter. Raises as `issue_many`."""
    return issue_many(drafts=[draft], by=by, now=now)[0]


def issue_many(*, drafts: Sequence[Draft], by: Actor, now: datetime) -> list[Notice]:
    """Letters in the order of `drafts`, printed together; each `AT_ONCE` of them are a transaction of their own.

    Raises `DomainError`: `notice.fields`, `notice.glyphs`, `notice.not_printed`, `notice.too_long`,
    `notice.paper`, `notice.corrects_itself`, `notice.no_keeper`; nothing of that transaction is then issued,
    and no number is used up.
    """
    return [
        notice
        for first in range(0, len(drafts), AT_ONCE)
        for notice in _issue(drafts[first : first + AT_ONCE], by=by, now=now)
    ]


@transaction.atomic
def _issue(drafts: Sequence[Draft], *, by: Actor, now: datetime) -> list[Notice]:
    today = localdate(now)
    for draft in drafts:
        _require_fit(draft)
    edited = _edited(drafts, today)
    letters = [
        _letter(draft, number, edited, today)
        for draft, number in zip(drafts, _numbers(drafts, today), strict=True)
    ]
    pdfs = render(letters)
    notices = [
        _keep(draft, letter, pdf, by=by, now=now)
        for draft, letter, pdf in zip(drafts, letters, pdfs, strict=True)
    ]
    UnservedNotice.objects.bulk_create(
        UnservedNotice(
            notice=notice, office=notice.office, region=notice.region, person_ref=notice.person_ref
        )
        for notice in notices
    )
    return notices


def _require_fit(draft: Draft) -> None:
    """What can be refused before a number is taken."""
    written_values(draft.template, draft.values)
    if draft.paper not in draft.template.paper:
        known = "、".join(draft.template.paper)
        raise Conflict(
            "notice.paper",
            what=say("“{template}”不能印成{paper}", template=draft.template.name, paper=draft.paper),
            do=say("可以印成：{known}", known=known),
        )
    if draft.corrects is not None and draft.corrects.about != draft.about:
        raise Conflict(
            code="notice.corrects_itself",
            what="更正的文书和原来的不是一件事",
            why="更正只能针对同一件事的文书",
            do="请核对要更正的文号",
        )


def _numbers(drafts: Sequence[Draft], today: date) -> list[str]:
    """`仁和人社补〔2026〕1号`: each series is locked to the end, in one order for everybody."""
    keys = [(draft.issuer.office, draft.template.series) for draft in drafts]
    series = {}
    for office, word in sorted(set(keys)):
        rows = NoticeSeries.objects.select_for_update()
        series[office, word], _ = rows.get_or_create(office=office, series=word, year=today.year)
    numbers = []
    for draft, key in zip(drafts, keys, strict=True):
        series[key].last += 1
        numbers.append(f"{draft.issuer.code}{key[1]}〔{today.year}〕{series[key].last}号")
    for row in series.values():
        row.save(update_fields=["last"])
    return numbers


def _edited(drafts: Sequence[Draft], today: date) -> dict[tuple[str, str], bytes | None]:
    """The Word document of each office for each notice, asked once."""
    wanted = {(draft.issuer.office, draft.template.id) for draft in drafts}
    return {key: officetemplates.in_force(*key, today) for key in sorted(wanted)}


def composed(draft: Draft, *, number: str, today: date) -> Letter:
    """The letter as it would go out that day under this number; nothing is kept.

    Raises `DomainError`: `notice.fields`, `notice.paper`, `notice.corrects_itself`, `notice.template_changed`.
    """
    _require_fit(draft)
    return _letter(draft, number, _edited([draft], today), today)


def _letter(draft: Draft, number: str, edited: Mapping[tuple[str, str], bytes | None], today: date) -> Letter:
    head = Head(number, draft.issuer.name, draft.recipient, today)
    word = edited[draft.issuer.office, draft.template.id]
    if word is None:
        letter = letter_of(draft.template, draft.values, head, paper=draft.paper)
    else:
        letter = letter_from_word(word, draft.template, draft.values, head, paper=draft.paper)
    return letter.with_code(draft.code_of(letter)) if draft.code_of else letter


def _keep(draft: Draft, letter: Letter, pdf: bytes, *, by: Actor, now: datetime) -> Notice:
    issuer, template = draft.issuer, draft.template
    notice = Notice.objects.create(
        number=letter.number,
        template=template.id,
        valid_from=template.valid_from,
        name=template.name,
        paper=draft.paper.value,
        office=issuer.office,
        region=issuer.region,
        about=draft.about,
        person_ref=draft.person_ref,
        recipient=draft.recipient,
        corrects=draft.corrects,
        kept=keeper().keep(pdf, name=f"{template.name}.pdf", kind=PDF, region=issuer.region, by=by, now=now),
        digest=hashlib.sha256(pdf).hexdigest(),
        issued_at=now,
        issued_by=str(by.account_id),
    )
    record(
        by=by,
        now=now,
        verb="notices.notice.issued",
        subject=draft.about,
        region=issuer.region,
        person=draft.person_ref or None,
        data={"notice": notice.number, "template": template.id, "digest": notice.digest},
    )
    return notice
