"""What somebody says of two records who has looked at both."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huigong.registry.duplicates import SameOrNot


class VerdictForm(forms.Form):
    """One person, two people, or nobody can tell; always with a reason."""

    verdict = forms.ChoiceField(
        label=_("看下来"),
        choices=SameOrNot.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择看下来的结论。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("写明看了什么、问了谁，例如：两张身份证都看过，是两个人。"),
        max_length=200,
        error_messages={"required": _("请写明理由，以后别人要能看到当时凭什么。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
