"""Why an official looks at a person: said before looking, kept sealed in the session for half an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel.writing import said
from huigong.portals.shared.purposes import COMMON, OTHER, WATCHING
from huigong.portals.shared.sealed import Session

KEPT_FOR = timedelta(minutes=30)
_KEY = "desk_purposes"
_CHOSEN = "desk_purpose_chosen"


class PurposeForm(forms.Form):
    """A common purpose, or one's own words; `purpose` in the cleaned data is what the trail keeps."""

    why = forms.ChoiceField(
        label=_("查看目的"),
        choices=[("", _("请选择")), *COMMON],
        error_messages={"required": _("请选择查看目的。每次查看都会留下记录。")},
    )
    more = forms.CharField(
        label=_("补充说明"),
        required=False,
        max_length=100,
        help_text=_("选“其他”时必填；也可以写办件编号。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        why, more = given.get("why", ""), said(" ".join(given.get("more", "").split()))
        if why == OTHER and not more:
            self.add_error("more", ValidationError(_("选了“其他”，请写明目的。"), code="purpose_missing"))
        return {**given, "purpose": more if why == OTHER else f"{why}：{more}" if more else why}


class WatchingForm(PurposeForm):
    """Why a case is opened that somebody else handles."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        why: Any = self.fields["why"]
        why.label, why.choices = _("为什么要看"), [("", _("请选择")), *WATCHING]
        why.error_messages["required"] = _("请选择为什么要看。每次查看都会留下记录。")


def remember(session: Session, people: Iterable[str], purpose: str, *, now: datetime) -> None:
    """This purpose stands for looking at these people (public ids) until `KEPT_FOR` has passed."""
    fresh = {key: entry for key, entry in session.get(_KEY, {}).items() if _fresh(entry, now)}
    entry = {"purpose": purpose, "at": now.isoformat()}
    session[_KEY] = {**fresh, **dict.fromkeys(people, entry)}


def purpose_for(session: Session, person_id: str, *, now: datetime) -> str:
    """What was said for this person, or an empty text."""
    entry = session.get(_KEY, {}).get(person_id)
    return str(entry["purpose"]) if entry and _fresh(entry, now) else ""


def keep_chosen(session: Session, why: str, *, now: datetime) -> None:
    """The purpose just chosen is proposed for the next person; one's own words are of one person only."""
    if why != OTHER:
        session[_CHOSEN] = {"purpose": why, "at": now.isoformat()}


def chosen(session: Session, *, now: datetime) -> str:
    """The purpose to propose, or an empty text."""
    entry = session.get(_CHOSEN)
    return str(entry["purpose"]) if entry and _fresh(entry, now) else ""


def _fresh(entry: dict[str, str], now: datetime) -> bool:
    return datetime.fromisoformat(entry["at"]) + KEPT_FOR > now
