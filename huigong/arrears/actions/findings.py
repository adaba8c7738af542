"""What was found out of a case of arrears, written down whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huigong.arrears.matters import Matter, matter_of
from huigong.arrears.models import ArrearsFinding
from huigong.arrears.standing import established, paid_of
from huigong.casework.access import readable
from huigong.casework.actions import steps
from huigong.casework.models import Case, Party
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.rules.facts import parse_value
from huigong.wages.liability.declaring import law
from huigong.wages.liability.resolving import resolve

_SECTIONS = ("values", "parties", "limits", "owed", "months")


@transaction.atomic
def establish(
    *,
    by: Principal,
    now: datetime,
    case_id: str,
    on: date,
    said: Mapping[str, Mapping[str, Any]],
    unable: list[str],
    seen: str,
) -> ArrearsFinding:
    """Keeps what is found out, in place of what was found before (`seen`, "" for nothing), which stays on record. What was found
    of workers in cases that the official may not read stays as it was.

    `said` has `values` (fact → text), `parties` (role → name), `limits`, `owed` (fen) and `months` (number) by worker.
    Raises `DomainError`: `case.not_found`, `access.denied`, `case.own_matter`, `arrears.no_matter`, `arrears.no_worker`,
    `arrears.day`, `arrears.found_meanwhile`, and what the law on who must pay refuses (`liability.*`, facts that are none).
    """
    case, matter = for_official(by, case_id, now=now)
    if on > day_of(now):
        raise Invalid("arrears.day", about="on", what="应发工资的日子还没有到", do="请核对年月日")
    if matter.finding != seen:
        raise Conflict(
            "arrears.found_meanwhile",
            what="这个页面打开以后，别人改过认定的案情",
            do="请刷新页面，看过新的再改",
        )
    content: dict[str, Any] = {
        name: {key: value for key, value in said.get(name, {}).items() if value not in (None, "")}
        for name in _SECTIONS
    }
    content |= {"on": on.isoformat(), "unable": sorted(unable)}
    known = law()
    for name, word in content["values"].items():
        parse_value(known.facts.named(name), word)
    if {*content["owed"], *content["months"]} - {each.id for each in matter.workers}:
        raise Invalid("arrears.no_worker", about="owed", what="有人不在这个办件里", do="请刷新页面再填")
    content |= _of_others(matter, by, content)
    now_known = Matter(matter.cases, content)
    resolve(established(now_known, paid_of(now_known), known, on=on), known)
    row = ArrearsFinding.objects.create(case=case, content=content, found_at=now, found_by=by.account_id)
    steps.record_on(case, "arrears.finding.established", by=by, now=now, data={})
    return row


def _of_others(matter: Matter, by: Principal, content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was found of each worker, with what stands of those whom the official does not see."""
    before = matter.content
    case_keys = set(readable(by).filter(pk__in=matter.keys).values_list("pk", flat=True))
    parties = Party.objects.filter(case__in=case_keys, person__isnull=False)
    seen = {row.hex for row in parties.values_list("public_id", flat=True)}
    return {
        name: {**{id: said for id, said in before.get(name, {}).items() if id not in seen}, **content[name]}
        for name in ("owed", "months")
    }


def for_official(by: Principal, case_id: str, *, now: datetime) -> tuple[Case, Matter]:
    """The case, locked, and its matter, for an official of the office that has it. Raises as `establish`."""
    case = steps.locked(case_id)
    by.require(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    steps.require_uninvolved(case, by=by, on=day_of(now))
    matter = matter_of(case)
    if matter is None:
        raise NotFound(
            "arrears.no_matter", what="这个办件不是追欠薪的", do="请在投诉或者责令支付的办件里登记"
        )
    return case, matter
