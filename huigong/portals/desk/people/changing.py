"""What a clerk may change of a record at the counter, each with its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.portals.desk.people.forms import ActingForm, NewHomeForm, NewPhoneForm, PapersForm, PutRightForm
from huigong.portals.desk.people.ledgerforms import (
    CorrectWorkForm,
    HouseholdForm,
    LedgerForm,
    LeftWorkForm,
    MovedOutForm,
    WorkForm,
)
from huigong.registry import queries

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEW_PHONE, NEW_HOME = "person-phone", "person-home"
PUT_RIGHT = "person-paper-wrong"
PAPERS, SLIP, ACTING = "person-papers", "person-slip", "person-acting"
WORK, LEFT_WORK, WRONG_WORK = "person-work", "person-work-end", "person-work-wrong"
HOUSEHOLD, MOVED_OUT = "person-household", "person-household-end"

_CHANGES: tuple[tuple[str, StrOrPromise, type[forms.Form]], ...] = (
    (PAPERS, _("核对证件"), PapersForm),
    (PUT_RIGHT, _("更正证件登记"), PutRightForm),
    (NEW_PHONE, _("换手机号"), NewPhoneForm),
    (NEW_HOME, _("改住处"), NewHomeForm),
    (SLIP, _("给认领码"), PapersForm),
    (ACTING, _("登记代办"), ActingForm),
    (WORK, _("登记用工"), WorkForm),
    (LEFT_WORK, _("登记离岗"), LeftWorkForm),
    (WRONG_WORK, _("更正用工"), CorrectWorkForm),
    (HOUSEHOLD, _("登记家庭户"), HouseholdForm),
    (MOVED_OUT, _("离开家庭户"), MovedOutForm),
)


_BUTTONS: dict[str, StrOrPromise] = {
    PAPERS: _("看过证件，记录"),
    NEW_PHONE: _("给新手机发验证码"),
    SLIP: _("显示认领码"),
}


@dataclass(frozen=True)
class ChangeOnPage:
    """A change of the record that a clerk makes at the counter; open when it is the one being filled in."""

    title: StrOrPromise
    address: str
    form: forms.Form
    button: StrOrPromise
    open: bool
    ends_helpers: bool


def changes(
    viewer: Principal, record: queries.PersonRecord, tried: Mapping[str, forms.Form]
) -> list[ChangeOnPage]:
    """The changes the viewer may make; none where the person lives outside their regions."""
    person = record.person
    if not viewer.can(Permission.PERSON_REGISTER, region=person.residence):
        return []
    passed, shown = _not_theirs(record), []
    for name, title, kind in _CHANGES:
        if name in passed:
            continue
        form = tried.get(name) or kind(auto_id=f"id_{name}_%s")
        if isinstance(form, LedgerForm):
            form.offer(record)
        shown.append(
            ChangeOnPage(
                title=title,
                address=reverse(f"desk:{name}", args=[person.public_id]),
                form=form,
                button=_BUTTONS.get(name, _("保存并记录")),
                open=name in tried,
                ends_helpers=name in (PAPERS, NEW_PHONE) and person.assurance is Assurance.PHONE,
            )
        )
    return shown


def _not_theirs(record: queries.PersonRecord) -> set[str]:
    """The changes that this record gives no occasion for."""
    passed = {SLIP if record.person.assurance is Assurance.PHONE else PAPERS}
    if record.person.by_card:
        passed.add(PUT_RIGHT)
    passed.add(HOUSEHOLD if record.household else MOVED_OUT)
    if not record.engagements:
        passed.add(WRONG_WORK)
    if all(each.valid_until is not None for each in record.engagements):
        passed.add(LEFT_WORK)
    return passed
