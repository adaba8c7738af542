"""What a worker types. Every mistake is answered beside the field, in their words, and keeps what was typed."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel import writing
from huigong.kernel.identity import resident_code
from huigong.portals.shared.fields import NameField, PhoneField, PlaceField, PlainField, ResidentNumberField


class PhoneForm(forms.Form):
    """The phone a code goes to."""

    phone = PhoneField(
        label=_("您的手机号"),
        help_text=_("验证码会发到这个手机上。只用来确认是您本人。"),
        max_length=40,
        autocomplete="tel",
        error_messages={"required": _("请填手机号。")},
    )


class CodeForm(forms.Form):
    """The six digits from the message."""

    code = forms.CharField(
        label=_("短信里的6位数字"),
        max_length=20,
        error_messages={"required": _("请填短信里的6位数字。")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": "10",
                "class": "short code",
            }
        ),
    )

    def clean_code(self) -> str:
        code = writing.code(self.cleaned_data["code"])
        if len(code) != 6 or not code.isdecimal():
            raise ValidationError(_("验证码是6位数字，请再看一下短信。"))
        return code


class EndingField(PlainField):
    """The last six characters of a resident number."""

    widget = forms.TextInput(
        attrs={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "maxlength": "10",
            "class": "short code",
        }
    )

    def read(self, typed: str) -> str:
        ending = resident_code(typed)
        if not re.fullmatch(r"[0-9]{5}[0-9X]", ending):
            raise ValidationError(_("要填6位：身份证号的最后6位，最后一位可能是X。"))
        return ending


class OwnerForm(forms.Form):
    """What only the owner of an account knows."""

    ending = EndingField(
        label=_("您身份证号的最后6位"),
        help_text=_("最后一位可能是字母X"),
        error_messages={"required": _("请填身份证号的最后6位。")},
    )


class PersonForm(forms.Form):
    """What is asked once, before the first application."""

    name = NameField(autocomplete="name")
    resident_number = ResidentNumberField(
        label=_("身份证号"),
        help_text=_("18位，最后一位可能是字母X"),
        error_messages={"required": _("请填身份证号。")},
    )
    hukou_place = PlaceField(
        label=_("户口在哪个县（市、区）"),
        help_text=_("例如：仁和区。有重名的，前面加上省或市。"),
        max_length=60,
        error_messages={"required": _("请填户口所在的县（市、区）。")},
    )
    consent = forms.BooleanField(
        label=_("我看过上面的说明，同意用这些信息为我办事"),
        error_messages={"required": _("您同意之后我们才能为您登记。不同意的话，可以带身份证到窗口办理。")},
    )


class ConfirmForm(forms.Form):
    """The last page before an application is sent. `seen` is the digest of what it shows; `again` says
    that a second case of the same thing is wanted."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    again = forms.BooleanField(required=False, label=_("我知道，仍要另外申请一件"))
    true = forms.BooleanField(
        label=_("以上内容是真的，请按这些替我申请"),
        error_messages={"required": _("请先确认上面的内容是真的。")},
    )
