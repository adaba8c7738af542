"""Which events one wants to see, and what a copy of them is for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.audit.patterns import Period
from huigong.audit.queries import Wanted
from huigong.audit.words import everything
from huigong.casework.queries.subjects import subject_of
from huigong.portals.shared.fields import DayField, ResidentNumberField

USUAL, LONGEST = timedelta(days=30), timedelta(days=92)
MANY, AGAIN = 30, 4  # people in a day, days with one person: what an office may set otherwise on the page
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def _verbs() -> list[tuple[str, str]]:
    return [("", gettext("全部")), *((verb, gettext(words)) for verb, words in everything().items())]


class Day(DayField):
    """A day between 2000 and 2099, whatever was typed."""

    widget = forms.DateInput(attrs={"type": "date", "min": FIRST_DAY, "max": LAST_DAY}, format="%Y-%m-%d")

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("请填 2000 年到 2099 年之间的日期。"), code="day_out_of_range")
        return day


class WantedForm(forms.Form):
    """Filters; none means everything within the auditor's regions."""

    person = forms.CharField(
        label=_("涉及的人"), help_text=_("档案编号，32 位；身份证号在下面查"), required=False, max_length=40
    )
    subject = forms.CharField(
        label=_("对象"), help_text=_("办件编号，或者对象代码"), required=False, max_length=150
    )
    verb = forms.ChoiceField(label=_("动作"), required=False, choices=_verbs)
    actor = forms.CharField(label=_("操作人"), help_text=_("姓名写全"), required=False, max_length=100)
    purpose = forms.CharField(
        label=_("目的"), help_text=_("写其中几个字就行"), required=False, max_length=100
    )
    actor_id = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    by_night = forms.BooleanField(label=_("只看夜里（22 点到 6 点）"), required=False)
    since = Day(label=_("从"), required=False)
    until = Day(label=_("到"), required=False)

    def clean_person(self) -> str:
        """The one written form of a public id."""
        person = self.cleaned_data["person"]
        try:
            return UUID(person).hex if person else ""
        except ValueError as error:
            raise ValidationError(
                _("这不是档案编号。只知道身份证号的，请在下面按身份证号查。"), code="no_id"
            ) from error

    def clean_subject(self) -> str:
        """As the trail names it; a case may be given by its number."""
        said = self.cleaned_data["subject"]
        if not said or ":" in said or "." in said:
            return str(said)
        subject = subject_of(said)
        if not subject:
            raise ValidationError(_("没有这个编号的办件。请核对编号，横线也要写上。"), code="no_case")
        return subject

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("“到”早于“从”。"), code="backwards"))
        return data

    @property
    def wanted(self) -> Wanted:
        """What was asked; the last day is included."""
        data = self.cleaned_data
        until = data["until"]
        return Wanted(
            person=data["person"],
            subject=data["subject"],
            verb=data["verb"],
            actor=data["actor"],
            actor_id=data["actor_id"],
            purpose=" ".join(data["purpose"].split()),
            by_night=data["by_night"],
            since=_start(data["since"]),
            until=_start(until + timedelta(days=1)) if until else None,
        )


class NumberForm(forms.Form):
    """Whose looks are wanted, by what somebody who complains brings along."""

    number = ResidentNumberField(
        label=_("身份证号"),
        help_text=_("来反映的人出示身份证，照着填。查过也会留下记录。"),
        error_messages={"required": _("请填身份证号。")},
    )


class PatternsForm(forms.Form):
    """Which days, and from where on a habit is listed; what is left out or cannot be is the last thirty days and the usual."""

    since = Day(label=_("从"), required=False)
    until = Day(label=_("到"), required=False)
    many = forms.IntegerField(label=_("一天看多少人才列出"), required=False, min_value=2, max_value=100_000)
    again = forms.IntegerField(
        label=_("同一个人看几天才列出"), required=False, min_value=2, max_value=LONGEST.days
    )

    def __init__(self, data: QueryDict, *, today: date) -> None:
        usual = {"since": today - USUAL, "until": today, "many": MANY, "again": AGAIN}
        filled_in = {name: data.get(name) or value for name, value in usual.items()}
        super().__init__(filled_in)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and not since <= until <= since + LONGEST:
            self.add_error("until", ValidationError(_("请填“从”以后三个月之内的一天。"), code="too_long"))
        return data

    @property
    def period(self) -> Period:
        """The days asked for, the last included; only for a form that was found valid."""
        after = self.cleaned_data["until"] + timedelta(days=1)
        return Period(_midnight(self.cleaned_data["since"]), _midnight(after))


class ExportForm(forms.Form):
    """What the copy is for; it goes into the trail."""

    purpose = forms.CharField(
        label=_("导出事由"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请写明导出是为了什么。事由会写入审计记录。")},
    )


def _start(day: date | None) -> datetime | None:
    return _midnight(day) if day else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
