"""What an administrator fills in about an official, and what an official fills in about their own password."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huigong.directory.principals import Grant
from huigong.directory.roles import ROLES
from huigong.portals.desk.parts.offices import offices_of
from huigong.portals.shared.fields import DayField, ResidentNumberField

WHY_WHOSE = _("只用来回避：本人和同一户的人的办件和登记，这个账号不能办。")
LONGEST_TERM = timedelta(days=366 * 10)


class WhoseForm(forms.Form):
    """Who an official is."""

    resident_number = ResidentNumberField(
        label=_("本人的身份证号"), help_text=WHY_WHOSE, error_messages={"required": _("请填身份证号。")}
    )


class AccountForm(WhoseForm):
    """Whom the account is for."""

    field_order = ("username", "display_name", "resident_number")
    username = forms.CharField(
        label=_("用户名"),
        help_text=_("登录时填，用小写字母和数字，例如：wang-mei"),
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]*\Z", _("用户名只能用小写字母、数字、点、横线和下划线。"))
        ],
        error_messages={"required": _("请填用户名。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    display_name = forms.CharField(
        label=_("姓名"),
        help_text=_("会写在办理记录和审计记录里。"),
        max_length=50,
        error_messages={"required": _("请填姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RoleForm(forms.Form):
    """A role in `region`: which, for which office, from when until when."""

    role = forms.ChoiceField(label=_("角色"), error_messages={"required": _("请选择角色。")})
    office = forms.ChoiceField(
        label=_("部门"),
        required=False,
        help_text=_("选了部门，就只办这个部门的事；系统管理员、审计员、政策人员不分部门，不用选。"),
    )
    valid_from = DayField(label=_("从哪一天起"))
    valid_until = DayField(label=_("到哪一天为止（含当天）"), required=False)

    def __init__(self, data: QueryDict | None = None, *, region: str, on: date) -> None:
        super().__init__(data, initial={"valid_from": on})
        self.region, self.on = region, on
        assignable = [role for role in ROLES.values() if role.assignable]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择角色")),
            *((role.slug, f"{role.name}：{role.does}") for role in assignable),
        ]
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            ("", _("不限部门")),
            *((office.id, office.marked) for office in offices_of(region, on=on)),
        ]
        self.fields["valid_until"].help_text = _("留空表示一直有效，直到收回。")

    def clean_valid_from(self) -> date:
        return self._near("valid_from")

    def clean_valid_until(self) -> date | None:
        return self._near("valid_until") if self.cleaned_data["valid_until"] else None

    def _near(self, field: str) -> date:
        day: date = self.cleaned_data[field]
        if not self.on <= day <= self.on + LONGEST_TERM:
            raise forms.ValidationError(_("日期请在今天到十年之内。"))
        return day

    @property
    def grant(self) -> Grant:
        """What was chosen; only for a form that was found valid."""
        return Grant(self.cleaned_data["role"], self.region, self.cleaned_data["office"] or None)

    @property
    def days(self) -> dict[str, date | None]:
        """The first and the last day; only for a form that was found valid."""
        return {name: self.cleaned_data[name] for name in ("valid_from", "valid_until")}


class SheetForm(forms.Form):
    """A sheet of officials."""

    sheet = forms.FileField(
        label=_("表格文件"),
        help_text=_("列名：用户名、姓名、身份证号、角色、地区、部门。Excel、WPS 或 CSV 都行，最多 50 人。"),
        error_messages={"required": _("请选择文件。"), "empty": _("这个文件是空的。")},
    )


class EndForm(forms.Form):
    """The last day of a role, or none: at once."""

    last_day = DayField(
        label=_("最后一天"), required=False, help_text=_("这一天仍然有效。留空表示现在就收回。")
    )


class PasswordForm(forms.Form):
    """A new password of one's own, typed twice."""

    current = forms.CharField(
        label=_("现在的密码"),
        strip=False,
        error_messages={"required": _("请填现在的密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=200,
        help_text=_("至少12个字符，不要用容易猜到的。几个不相干的词连在一起，好记也难猜。"),
        error_messages={"required": _("请填新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再填一遍新密码"),
        strip=False,
        max_length=200,
        error_messages={"required": _("请再填一遍新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("两遍填的新密码不一样。"))
        return again
