"""Complaints about one job after another in one visit: each keeps to itself, the one for which no room is left too."""

from __future__ import annotations

from datetime import date

import pytest

from huigong import forms
from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.portals.worker import apart, which
from huigong.portals.worker.visit import Visit

SERVICE, WORD, REGION, ON = "arrears-complaint", "一份活", "510421", date(2026, 11, 20)


def form_of_complaint() -> tuple[str, Form]:
    id = catalogue().get(SERVICE, REGION, ON).form
    return id, forms.book().form(id, on=ON, region=REGION)


def complained_of(visit: Visit, employer: str) -> Visit:
    """The visit with the complaint about that employer begun, and not sent."""
    id, form = form_of_complaint()
    there = apart.turned_to(visit, WORD, SERVICE, form, {"用人单位": {"name": employer}}, on=ON)
    draft = (there.draft_of(SERVICE) or Draft(id, REGION, ON)).with_typed("用人单位", {"name": employer})
    begun = there.drafting(SERVICE, draft)
    return begun.sharing(apart.keyed(begun, form, {form.fields["用人单位"].shared: draft.said["用人单位"]}))


def test_a_job_for_which_there_is_no_room_takes_nothing_from_another() -> None:
    _id, form = form_of_complaint()
    visit = Visit(region=REGION)
    for number in range(which.most(WORD)):
        visit = complained_of(visit, f"虚构公司{number}")
        assert visit.present.get(WORD, 0) == number, "each has a place of its own"
        draft = visit.draft_of(SERVICE)
        assert draft
        visit = visit.drafting(SERVICE, draft.with_typed("经过", {"value": f"在第{number}家干的"}))
    after = apart.turned_to(visit, WORD, SERVICE, form, {"用人单位": {"name": "虚构新公司"}}, on=ON)
    assert after.draft_of(SERVICE) is None and not apart.said(after, form).keys() & {"用人单位"}
    assert sum(key.startswith(SERVICE) for key in after.drafts) == which.most(WORD) - 1, "the others stay"


@pytest.mark.parametrize("number", [0, 1])
def test_who_comes_back_to_a_job_goes_on_with_its_complaint(number: int) -> None:
    visit = Visit(region=REGION)
    for name in ("虚构公司0", "虚构公司1", "虚构公司2"):
        visit = complained_of(visit, name)
    again = complained_of(visit, f"虚构公司{number}")
    assert again.present.get(WORD, 0) == number and len(again.drafts) == len(visit.drafts)
