"""What a worker types. Every mistake is answered beside the field, in their words, and keeps what was typed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel import writing
from huigong.kernel.identity import resident_code
from huigong.portals.shared.fields import (
    CountyField,
    DayField,
    NameField,
    PhoneField,
    PlainField,
    ResidentNumberField,
)
from huigong.portals.shared.realname import Identity
from huigong.portals.worker import guide
from huigong.portals.worker.passports import CountryField
from huigong.registry import countries
from huigong.registry.newcomers import NO_PAPER


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
        if not re.fullmatch(r"[0-9A-Z]{6}", ending):
            raise ValidationError(_("要填6位：证件号码的最后6位，身份证的最后一位可能是X。"))
        return ending


class OwnerForm(forms.Form):
    """What only the owner of an account knows."""

    ending = EndingField(
        label=_("您身份证号的最后6位"),
        help_text=_(
            "最后一位可能是字母X。登记时用别的证件的，填它的最后6位；没有证件的，填出生年月日，例如 850312。"
        ),
        error_messages={"required": _("请填证件号码的最后6位。")},
    )


class PersonForm(forms.Form):
    """What is asked once, before the first application."""

    name = NameField(autocomplete="name")
    resident_number = ResidentNumberField(
        label=_("身份证号"),
        help_text=_("18位，最后一位可能是字母X"),
        error_messages={"required": _("请填身份证号。")},
    )
    hukou_place = CountyField(
        label=_("户口在哪个县（市、区）"),
        help_text=_("例如：仁和区。有重名的，前面加上省或市。"),
        max_length=60,
        error_messages={"required": _("请填户口所在的县（市、区）。")},
    )
    residence = CountyField(
        label=_("现在住在哪个县（市、区）"),
        help_text=_("住工地、宿舍的，填工地、宿舍在的地方。和户口在同一个县的，可以不填。"),
        max_length=60,
        required=False,
    )
    consent = forms.BooleanField(
        label=_("我看过上面的说明，同意用这些信息为我办事"),
        error_messages={"required": _("您同意之后我们才能为您登记。不同意的话，可以带身份证到窗口办理。")},
    )

    def __init__(self, *args: Any, known: Identity | None = None, **more: Any) -> None:
        """`known` is what a provider has said: it stands, and nobody types it again."""
        super().__init__(*args, **more)
        if known is not None:
            for field, value in (("name", known.name), ("resident_number", known.resident_number)):
                self.fields[field].initial, self.fields[field].disabled = value, True
        self._say_what_is_wrong_with_the_home()

    def _say_what_is_wrong_with_the_home(self) -> None:
        """A form took a whole city for a home, which is too wide here: that stands beside it before anything is sent."""
        home = self.fields["residence"]
        try:
            home.clean(self.get_initial_for_field(home, "residence"))
        except forms.ValidationError as mistake:
            home.help_text = " ".join(mistake.messages)


class OtherPaperForm(forms.Form):
    """The same of whoever has no resident number: another paper, or none yet."""

    name = NameField(autocomplete="name")
    paper = forms.ChoiceField(
        label=_("您有什么证件"),
        choices=[
            ("", _("请选择")),
            ("travel", _("港澳台居民来往内地（大陆）的通行证")),
            ("passport", _("护照")),
            ("other", _("别的证件")),
            (NO_PAPER, _("还没有证件")),
        ],
        error_messages={"required": _("请选是什么证件；没有的选“还没有证件”。")},
    )
    resident_number = forms.CharField(
        label=_("证件号码"),
        help_text=_("照证件上的写，字母和数字。还没有证件的不用填。"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    country = CountryField(
        label=_("护照是哪个国家或者地区发的"),
        help_text=_("用护照的才填，写名字就行，例如：法国。不同国家的护照可能有相同的号码。"),
    )
    sex = forms.ChoiceField(
        label=_("您是男是女"),
        choices=[("", _("请选择")), ("male", _("男")), ("female", _("女"))],
        error_messages={"required": _("请选男或女。")},
    )
    born = DayField(label=_("您是哪年哪月哪日出生的"), error_messages={"required": _("请填出生日期。")})
    residence = CountyField(
        label=_("现在住在哪个县（市、区）"),
        help_text=_("住工地、宿舍的，填工地、宿舍在的地方。"),
        max_length=60,
        error_messages={"required": _("请填现在住的县（市、区）。")},
    )
    consent = forms.BooleanField(
        label=_("我看过上面的说明，同意用这些信息为我办事"),
        error_messages={"required": _("您同意之后我们才能为您登记。不同意的话，可以带证件到窗口办理。")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].help_text = _("和证件上一样")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("paper") not in ("", None, NO_PAPER) and not given.get("resident_number", "").strip():
            self.add_error("resident_number", _("请填证件号码；还没有证件的，上面选“还没有证件”。"))
        if given.get("paper") in countries.FROM_SOMEWHERE and not given.get("country", "?"):
            self.add_error("country", _("请填护照是哪个国家或者地区发的。"))
        return given


class ClaimForm(forms.Form):
    """What stands on the slip that the counter gave."""

    name = NameField(autocomplete="name")
    code = forms.CharField(
        label=_("纸条上的12位认领码"),
        max_length=40,
        error_messages={"required": _("请填纸条上的认领码。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short code"}),
    )


class OtherForm(forms.Form):
    """Somebody else for whom the visitor acts."""

    name = NameField()
    resident_number = ResidentNumberField(
        label=_("他的身份证号"), error_messages={"required": _("请填他的身份证号，户口簿上也有。")}
    )
    hukou_place = CountyField(
        label=_("他的户口在哪个县（市、区）"),
        help_text=_("例如：仁和区。"),
        max_length=60,
        error_messages={"required": _("请填户口所在的县（市、区）。")},
    )


class ChildForm(OtherForm):
    """A child, and as what the visitor answers for it. The words go on record, which is Chinese."""

    kinship = forms.ChoiceField(
        label=_("您是孩子的什么人"),
        choices=[
            ("", _("请选择")),
            ("父母", _("爸爸或妈妈")),
            ("祖父母", _("爷爷或奶奶")),
            ("外祖父母", _("外公或外婆")),
            ("兄姐", _("哥哥或姐姐")),
            ("其他监护人", _("别的照顾孩子的人")),
        ],
        error_messages={"required": _("请选您是孩子的什么人。")},
    )


class HelpForm(OtherForm):
    """A grown-up who is to agree by a code, in what and until when."""

    phone = PhoneField(
        label=_("他的手机号"),
        help_text=_("验证码发到他的手机上，他念给您听，就是同意。"),
        error_messages={"required": _("请填他的手机号。")},
    )
    kinship = forms.ChoiceField(
        label=_("您是他的什么人"),
        choices=[
            ("", _("请选择")),
            ("配偶", _("丈夫或妻子")),
            ("子女", _("儿女")),
            ("父母", _("爸爸或妈妈")),
            ("其他亲属", _("别的亲戚")),
            ("工友", _("工友、老乡")),
            ("村社帮办", _("村里、社区帮忙办事的人")),
            ("其他", _("别的")),
        ],
        error_messages={"required": _("请选您是他的什么人。")},
    )
    about = forms.ChoiceField(label=_("替他办什么事"), required=False)
    until = DayField(label=_("替他办到哪一天为止"), help_text=_("最长一年；他随时可以停。"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(event.id, event.name) for event in guide.events()]
        cast(forms.ChoiceField, self.fields["about"]).choices = [("", _("所有的事")), *offered]

    def about_in_words(self) -> str:
        """What was chosen, as it stands in the list."""
        about = self.cleaned_data["about"]
        named = {event.id: event.name for event in guide.events()}
        return str(named[about] if about else _("所有的事"))

    @staticmethod
    def kept(asked: dict[str, Any]) -> dict[str, Any]:
        """What was filled in, from the session: `about` becomes the services of that life event."""
        told = {name: value for name, value in asked.items() if name != "about"}
        matters = guide.services_named(asked["about"])
        return {**told, "until": date.fromisoformat(asked["until"]), "matters": matters}


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
