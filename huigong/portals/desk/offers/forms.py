"""What is asked on the way of a round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.offers.browsing import OfferRow, Promise
from huigong.portals.shared.fields import DayField
from huigong.portals.shared.selects import FlatSelect

_PLAIN = {"autocomplete": "off"}
_NEEDED = {"required": _("这一项要填。")}


def line(label: Any, *, most: int = 120, required: bool = True, help: Any = "") -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages=_NEEDED,
    )


class EventForm(forms.Form):
    """The public event that gives the seed."""

    event = line(_("产生种子的公开事件"), help=_("例如某一期福利彩票，名单关闭以后才开奖的。"))
    event_on = DayField(label=_("公开事件的日期"))
    event_form = line(_("结果的写法"), most=60, help=_("每一位数字写一个 #，别的照样写，例如 ## ## ## + ##"))


class OutcomeForm(forms.Form):
    """What came out of it."""

    outcome = line(_("公开事件的结果"), most=200, help=_("照定好的写法。"))


class CommitForm(forms.Form):
    """What a party promises."""

    party = line(_("哪一方"), most=60)
    digest = line(_("密语的摘要"), most=64)


class RevealForm(forms.Form):
    """What a party promised, told."""

    party = forms.ChoiceField(label=_("哪一方"), widget=FlatSelect)
    secret = line(_("密语"), most=200)

    def __init__(self, *given: Any, promises: Sequence[Promise], **more: Any) -> None:
        super().__init__(*given, **more)
        names = [(each.party, each.party) for each in promises if not each.told]
        self.fields["party"].choices = names  # type: ignore[attr-defined]


class RulingForm(forms.Form):
    """By what decision places are worked out again."""

    ruling = line(_("重新分配的决定"), most=200)


class PreferForm(forms.Form):
    """In which turn the offering side would take whom."""

    offer_id = forms.ChoiceField(label=_("哪个名额"), widget=FlatSelect)
    turns = forms.CharField(
        label=_("申请编号和第几位"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个，先写编号，再写第几位（0 起），例如：A1B2C3 0。不写的就是不要。"),
        error_messages=_NEEDED,
    )

    def __init__(self, *given: Any, offers: Sequence[OfferRow], **more: Any) -> None:
        super().__init__(*given, **more)
        named = [(each.offer_id, each.name) for each in offers]
        self.fields["offer_id"].choices = named  # type: ignore[attr-defined]

    def clean_turns(self) -> dict[str, int]:
        turns: dict[str, int] = {}
        for number, text in enumerate(str(self.cleaned_data["turns"]).splitlines(), start=1):
            request, _space, turn = text.strip().partition(" ")
            if not request:
                continue
            if not turn.strip().isdecimal() or len(turn) > 6:
                raise ValidationError(_("第%(number)s行没有写第几位。"), params={"number": number})
            turns[request] = int(turn)
        return turns


class ReasonForm(forms.Form):
    """Why, as the person reads it."""

    reason = line(_("原因"), most=200, help=_("本人看得到。"))


class CapacityForm(forms.Form):
    """How many places."""

    capacity = forms.IntegerField(label=_("名额数"), min_value=0, max_value=1_000_000)
