"""A case of labour inspection from a warning, with what the warning was raised on: whoever handles it begins with nothing to look up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from huigong.casework.actions import opening
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case
from huigong.casework.procedures.fields import LONGEST
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.registry.actions.engagements import register_employer
from huigong.registry.models import Person
from huigong.wages import grounds
from huigong.wages.actions.hearing import of_official
from huigong.wages.actions.warnings import told
from huigong.wages.concerned import affected
from huigong.wages.grounds import Line
from huigong.wages.names import CASE_PROCEDURE
from huigong.wages.sites import sites
from huigong.wages.warnings.declaring import book

_ENDING: Final = "……其余的见预警的页面。"


@transaction.atomic
def open_from(*, by: Principal, now: datetime, warning_id: str) -> Case:
    """A case against whoever answers for what is warned of; the same warning has one, however often it is taken up again.

    Its parties are those whose money it is, each with what is owed, as far as the register knows them; the others stand in
    the opening words, which say the month, the sums, each line and the articles. Raises `DomainError`: `wage.no_warning`,
    `access.denied`, `wage.closed`, `wage.no_contractor`, as `opening.open_case`.
    """
    warning = of_official(by, warning_id)
    if warning.case is not None:
        return warning.case
    on = localdate(now)
    rule = book().rule(warning.declared, warning.region, on=on)
    [site] = sites([warning.record], on=on)
    if not site.contractor:
        raise Conflict("wage.no_contractor", what="登记里没有写是哪个单位", do="请先在登记里写上")
    employer = register_employer(by=by, now=now, uscc=site.uscc, name=site.contractor, region=site.region)
    lines = grounds.lines(affected(warning, rule))
    opened = opening.open_case(
        procedure=CASE_PROCEDURE,
        opened_by=Origin.INSPECTION,
        parties=[
            GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer),
            *_owed(lines, warning.record.person),
        ],
        place=warning.region,
        office=warning.office,
        key=f"warning {warning.public_id.hex}",
        note=_cut(grounds.words(warning, rule, site, lines)),
        other_matter=True,
        by=by,
        now=now,
    )
    warning.case = opened.case
    warning.save(update_fields=["case"])
    told(warning, "case_opened", by=by, now=now)
    return opened.case


def _owed(lines: Iterable[Line], employed: Person | None) -> list[GivenParty]:
    """Those of a month, or whose spell of employment it is."""
    if employed is not None:
        return [GivenParty(Role.CONCERNED, PartyKind.PERSON, person=employed)]
    known = {line.person: line for line in lines if line.person is not None}
    return [
        GivenParty(
            Role.CONCERNED,
            PartyKind.PERSON,
            person=person,
            amount=line.row.owed or None,
            note=line.said_words,
        )
        for person, line in known.items()
    ]


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - len(_ENDING)] + _ENDING
