"""What is written of a message, and to which phone a short message is tried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huigong.messages.localtexts import PARTS
from huigong.portals.shared.fields import PhoneField

_REQUIRED = {"required": _("请填这一项。")}


class TextForm(forms.Form):
    """The three parts of a message; the names that may be used stand beside the form.

    `seen` is the place's newest entry when the page was shown.
    """

    title = forms.CharField(label=_("题目"), max_length=60, error_messages=_REQUIRED)
    body = forms.CharField(
        label=_("内容"),
        help_text=_("登录以后才看得到。可以用的名称写在花括号里，发的时候换成真的。"),
        max_length=500,
        error_messages=_REQUIRED,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sms = forms.CharField(
        label=_("短信"),
        help_text=_("旁人也看得到：不写是什么事、姓名、编号。"),
        max_length=200,
        error_messages=_REQUIRED,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes; only for a form that was found valid."""
        words = {part: self.cleaned_data[part] for part in PARTS}
        return {"words": words, "seen": self.cleaned_data["seen"]}


class PhoneForm(forms.Form):
    """The administrator's own phone: left empty, the one that the account has."""

    phone = PhoneField(
        label=_("您自己的手机号"),
        help_text=_("记在您的账号里，只用来试短信；一天最多换一次，换了有记录。"),
        error_messages={"required": _("请填手机号。")},
    )

    def __init__(self, data: QueryDict | None = None, *, known: bool) -> None:
        super().__init__(data)
        self.fields["phone"].required = not known
        if known:
            self.fields["phone"].label = _("换一个手机号（不换就空着）")
