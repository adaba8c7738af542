"""What an approval says: for which post, for what, whether for children too, until when."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant
from huigong.directory.roles import ROLES
from huigong.portals.desk.parts.offices import offices_of
from huigong.portals.shared.fields import DayField


class ApprovalForm(forms.Form):
    """An approval in `region`."""

    role = forms.ChoiceField(label=_("角色"), error_messages={"required": _("请选择角色。")})
    office = forms.ChoiceField(label=_("部门"), required=False)
    purpose = forms.CharField(
        label=_("为了什么事"),
        help_text=_("例如：开学前核对随迁子女入学。会写在每一次查看的记录里。"),
        max_length=60,
        error_messages={"required": _("请写明为了什么事。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    minors = forms.BooleanField(label=_("包括未成年人"), required=False)
    own_cases = forms.BooleanField(
        label=_("只限他们经办的办件里的人"),
        help_text=_("经办部门没有这样的批准，看不了未成年人的表格、材料和文书。"),
        required=False,
    )
    valid_until = DayField(label=_("到哪一天为止（含当天）"), help_text=_("最长一年。"))

    def __init__(self, data: QueryDict | None = None, *, region: str, on: date) -> None:
        super().__init__(data)
        self.region = region
        revealing = [role for role in ROLES.values() if Permission.PERSON_REVEAL in role.permissions]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择角色")),
            *((role.slug, role.name) for role in revealing),
        ]
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            ("", _("这个地区的所有部门")),
            *((office.id, office.marked) for office in offices_of(region, on=on)),
        ]

    @property
    def post(self) -> Grant:
        """The post that was chosen; only for a form that was found valid."""
        return Grant(self.cleaned_data["role"], self.region, self.cleaned_data["office"] or None)
