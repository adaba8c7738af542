"""What a clerk fills in at the counter, always with what was shown as proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from huigong.kernel import writing
from huigong.portals.shared.fields import CountyField, DayField, NameField, PhoneField, ResidentNumberField
from huigong.registry import countries

OTHER = "其他"
# The words go into the trail, which is Chinese whatever the officer's screen says.
AUTHORITY = ("委托书", _("委托书"))
PAPERS = (
    ("居民身份证", _("居民身份证")),
    ("临时居民身份证", _("临时居民身份证")),
    ("户口簿", _("户口簿")),
    ("港澳台居民居住证", _("港澳台居民居住证")),
    ("外国人永久居留身份证", _("外国人永久居留身份证")),
    ("护照", _("护照")),
    ("来往内地（大陆）的通行证", _("来往内地（大陆）的通行证")),
    (OTHER, _("其他（请在下面写明）")),
)


def _paper(papers: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    wanted = _("请选择本人出示的证件；没有看到证件，不能改。")
    return forms.ChoiceField(
        label=_("本人出示了什么"),
        choices=[("", _("请选择")), *papers],
        error_messages={"required": wanted, "invalid_choice": wanted},
    )


class ShownForm(forms.Form):
    """The paper shown as proof of identity; `shown` in the cleaned data is what the trail keeps.

    A letter of authority says who may act, never who somebody is: with it alone a phone or a record would change hands.
    """

    by_authority = False
    paper = _paper(PAPERS)
    other_paper = forms.CharField(
        label=_("其他证件"),
        required=False,
        max_length=60,
        help_text=_("选“其他”时必填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        paper, other = given.get("paper", ""), " ".join(given.get("other_paper", "").split())
        if paper == OTHER and not other:
            self.add_error("other_paper", ValidationError(_("选了“其他”，请写明是什么证件。")))
        if not self.by_authority and paper == OTHER and "委托" in other:
            self.add_error("other_paper", ValidationError(_("委托书不能证明他是谁，请看本人的证件。")))
        return {**given, "shown": other if paper == OTHER else paper}


class NewPhoneForm(ShownForm):
    """The number the person can be reached at from now on; a code goes there first."""

    phone = PhoneField(
        label=_("新手机号"),
        help_text=_("验证码发到这个手机上，请本人报给您。"),
        error_messages={"required": _("请填新手机号。")},
    )
    field_order = ("phone", "paper", "other_paper")

    def ask_if_taken_over(self) -> None:
        """Asked only where somebody else logs in with the number."""
        self.fields["taken_over"] = forms.ChoiceField(
            label=_("号码以前是别人的，现在归本人用？"),
            required=False,
            choices=[("", _("不是，号码写错了")), ("yes", _("是，原来的人已经不用了"))],
            help_text=_("原来的人以后要到窗口另登记号码，才能再登录。"),
        )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        if data is not None and "taken_over" in data:
            self.ask_if_taken_over()


class PhoneCodeForm(forms.Form):
    """The code that the person reads out from the new phone."""

    code = forms.CharField(
        label=_("本人报的6位验证码"),
        max_length=20,
        error_messages={"required": _("请填本人报的验证码。")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        return writing.code(self.cleaned_data["code"])


class PapersForm(ShownForm):
    """That the papers of somebody who registered online were seen."""


class PutRightForm(ShownForm):
    """What a paper says besides its number; only what was written down wrongly is filled in."""

    born = DayField(label=_("出生日期"), required=False, help_text=_("登记错了才填，照证件上写的。"))
    sex = forms.ChoiceField(
        label=_("性别"), required=False, choices=[("", _("不改")), ("male", _("男")), ("female", _("女"))]
    )
    country = forms.ChoiceField(label=_("护照是哪个国家或者地区发的"), required=False)
    field_order = ("born", "sex", "country", "paper", "other_paper")

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        cast(forms.ChoiceField, self.fields["country"]).choices = [
            ("", _("不改")),
            *countries.choices(on=localdate()),
        ]


class ActingForm(ShownForm):
    """Who may act for the person, as what and until when, by what was shown."""

    by_authority = True
    paper = _paper((*PAPERS[:-1], AUTHORITY, PAPERS[-1]))
    name = NameField()
    number = ResidentNumberField(
        label=_("代办人的身份证号"),
        help_text=_("没有登记过的，先登记代办人。"),
        error_messages={"required": _("请填代办人的身份证号。")},
    )
    acting = forms.ChoiceField(
        label=_("以什么身份"),
        choices=[("", _("请选择")), ("guardian", _("监护人")), ("helper", _("代办人"))],
        error_messages={"required": _("请选择身份。")},
    )
    kinship = forms.CharField(
        label=_("两人的关系"),
        max_length=20,
        help_text=_("例如：外祖父母、村社帮办。"),
        error_messages={"required": _("请写两人的关系。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = DayField(
        label=_("到哪一天为止"), required=False, help_text=_("未成年人的监护人可以不填，到成年那天为止。")
    )
    field_order = ("name", "number", "acting", "kinship", "until", "paper", "other_paper")

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["name"].label = _("代办人的姓名")


class NewHomeForm(ShownForm):
    """Where the person lives now."""

    residence = CountyField(
        label=_("现居住地（县、市、区）"),
        help_text=_("例如：米易县。"),
        max_length=60,
        error_messages={"required": _("请填现居住地。")},
    )
    since = DayField(label=_("从哪一天起住在那里"))
    address = forms.CharField(
        label=_("详细住址"),
        required=False,
        max_length=200,
        help_text=_("街道、村、门牌；加密保存。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("residence", "since", "address", "paper", "other_paper")


class RegisterForm(ShownForm):
    """A person who has come to the counter for the first time."""

    name = NameField()
    resident_number = ResidentNumberField(
        label=_("身份证号"), error_messages={"required": _("请填身份证号。")}
    )
    phone = PhoneField(
        label=_("手机号"),
        required=False,
        help_text=_("没有可以不填。填了的会发验证码，请本人报给您，他就能用它登录。"),
    )
    hukou_place = CountyField(
        label=_("户籍地（县、市、区）"), max_length=60, error_messages={"required": _("请填户籍地。")}
    )
    residence = CountyField(
        label=_("现居住地（县、市、区）"), max_length=60, error_messages={"required": _("请填现居住地。")}
    )
    residence_since = DayField(label=_("从哪一天起住在那里"), required=False)
    address = forms.CharField(
        label=_("详细住址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    moved = forms.BooleanField(
        label=_("已经登记过的，按这里写的改现居住地"),
        required=False,
        help_text=_("只在系统提示住在别处时才要勾选。"),
    )
    field_order = (
        "name",
        "resident_number",
        "phone",
        "hukou_place",
        "residence",
        "residence_since",
        "address",
        "paper",
        "other_paper",
        "moved",
    )
