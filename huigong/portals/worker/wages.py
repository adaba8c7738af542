"""Own wages on the portal: sums in words, and the complaint about what is missing, filled in as far as the months say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong import forms
from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft
from huigong.forms.values import Typed
from huigong.kernel.money import yuan_or
from huigong.portals.worker import apart
from huigong.portals.worker.visit import Visit
from huigong.wages.complaining import Prefill
from huigong.wages.own import OwnWages
from huigong.wages.sites import Site
from huigong.wages.whopays import Payer, payers


@dataclass(frozen=True)
class Shown:
    """One month as the page has it: `payers` must pay, `maybe` may have to, which an office has yet to find out."""

    own: OwnWages
    net: str
    before: str
    credited: str
    owed: str
    missing: tuple[tuple[str, str], ...]
    payers: tuple[Payer, ...]
    maybe: tuple[Payer, ...]


def shown(own: OwnWages) -> Shown:
    """A month with its sums in words; "" where nothing stands."""
    told = payers(own)
    return Shown(
        own,
        yuan_or(own.row.net, ""),
        yuan_or(own.row.told_before, ""),
        yuan_or(own.row.credited, ""),
        yuan_or(own.owed, "") if own.owed else "",
        tuple((each.says, yuan_or(each.amount, "")) for each in own.missing),
        tuple(each for each in told if each.sure),
        tuple(each for each in told if not each.sure),
    )


def complaint(visit: Visit, site: Site, told: Mapping[str, Typed], known: Prefill, *, on: date) -> Visit:
    """The visit with a complaint about a site begun, `told` what a month or the site says of it, by field; what somebody has
    typed already stays, and what they said of another job is left to that one."""
    service = catalogue().get(known.service, site.region, on)
    form = forms.book().form(service.form, on=on, region=site.region)
    visit = apart.turned_to(visit, known.one_of, service.id, form, told, on=on)
    kept = visit.draft_of(service.id)
    draft = kept if kept and kept.form == service.form else Draft(service.form, site.region, on)
    for name, typed in told.items():
        if not draft.typed(name):
            draft = draft.with_typed(name, typed)
    shared = {
        asked.shared: draft.said[name]
        for name, asked in form.fields.items()
        if name in told and asked.shared and asked.one_of
    }
    begun = visit.at(visit.region or site.region).drafting(service.id, draft)
    return begun.sharing(apart.keyed(begun, form, shared))
