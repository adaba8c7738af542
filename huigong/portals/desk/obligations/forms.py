"""What is asked when something is noted about an obligation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huigong.directory.offices import Office
from huigong.files.content.kinds import PICTURES
from huigong.obligations.proofs import MOST_NOTE, MOST_REFUSED
from huigong.portals.shared.fields import DayField
from huigong.portals.shared.selects import FlatSelect

# What is kept is the same in whatever language it was chosen.
MISSED = {
    "家里没有人": _("家里没有人"),
    "联系不上": _("联系不上"),
    "本人不在本地": _("本人不在本地"),
    "本人不同意": _("本人不同意"),
}


class DoneForm(forms.Form):
    """That it was done on a day, with what was seen and a picture."""

    day = DayField(label=_("哪一天办的"))
    text = forms.CharField(
        label=_("情况"),
        required=False,
        max_length=MOST_NOTE,
        help_text=_("加密保存，只有办这件事的部门看得到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=_("照片"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(k.media_type for k in PICTURES))}),
    )


class MissedForm(forms.Form):
    """Why what was tried on a day does not count."""

    day = DayField(label=_("哪一天去的"))
    refused = forms.CharField(
        label=_("为什么没办成"),
        max_length=MOST_REFUSED,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请写为什么没办成。")},
    )
    text = forms.CharField(
        label=_("情况"), required=False, max_length=MOST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExcuseForm(forms.Form):
    """From when to when nothing need be done, for one of the declared reasons."""

    reason = forms.ChoiceField(label=_("情况"), widget=FlatSelect)
    day = DayField(label=_("从哪一天起"))
    until = DayField(label=_("到哪一天"))

    def __init__(self, *given: Any, reasons: Sequence[str], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["reason"].choices = [(each, each) for each in reasons]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To which office of the place, and why."""

    office = forms.ChoiceField(label=_("转给哪个部门"), widget=FlatSelect)
    reason = forms.CharField(
        label=_("原因"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请写明原因。")},
    )

    def __init__(self, *given: Any, offices: Sequence[Office], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["office"].choices = [(each.id, each.marked) for each in offices]  # type: ignore[attr-defined]


def today_first(form: type[forms.Form], on: date) -> Callable[..., forms.Form]:
    """The form with today filled in as its day."""
    return partial(form, initial={"day": on})
