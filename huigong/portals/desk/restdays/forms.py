"""What is said of a day: which it is, whether people work, why, and from what paper it is known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huigong.portals.shared.fields import DayField


class SourceForm(forms.Form):
    """The paper."""

    source = forms.CharField(
        label=_("根据什么"),
        max_length=120,
        help_text=_("当地政府通知的文号和名称。"),
        error_messages={"required": _("请写通知的文号或者名称。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DayForm(forms.Form):
    """Which day, and what it is."""

    day = DayField(label=_("哪一天"))
    kind = forms.ChoiceField(
        label=_("这一天"),
        choices=(("off", _("放假，不上班")), ("work", _("要上班"))),
        error_messages={"required": _("请选放假还是上班。"), "invalid_choice": _("请选放假还是上班。")},
        widget=forms.RadioSelect,
    )

    @property
    def working(self) -> bool:
        """Only for a form that was found valid."""
        return bool(self.cleaned_data["kind"] == "work")


class WordForm(DayForm, SourceForm):
    """The day with its paper."""

    note = forms.CharField(
        label=_("缘由"),
        max_length=40,
        required=False,
        help_text=_("例如：少数民族节日。会写在期限的算法里。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes; only for a form that was found valid."""
        words = {name: self.cleaned_data[name] for name in ("day", "note", "source")}
        return {**words, "working": self.working}
