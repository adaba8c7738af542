"""What somebody says of two records who has looked at both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.registry.duplicates import SameOrNot
from huigong.registry.uniting import Since

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAME = "same"


class SoughtForm(forms.Form):
    """Whose records became one."""

    sought = forms.CharField(
        label=_("身份证号、手机号或姓名"),
        max_length=60,
        error_messages={"required": _("请填写要找的号码或姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    """Why somebody decides so; always asked."""

    reason = forms.CharField(
        label=_("理由"),
        help_text=_("写明看了什么、问了谁，例如：两张身份证都看过，是两个人。"),
        max_length=200,
        error_messages={"required": _("请写明理由，以后别人要能看到当时凭什么。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class VerdictForm(ReasonForm):
    """One person, and then which record stays; two people; or nobody can tell."""

    verdict = forms.ChoiceField(
        label=_("看下来"),
        choices=[(SAME, _("同一个人，合并")), *((each.value, _(each.label)) for each in SameOrNot)],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择看下来的结论。")},
    )
    keep = forms.ChoiceField(
        label=_("同一个人的，留下哪一份"),
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ("verdict", "keep", "reason")

    def __init__(self, *args: Any, records: Sequence[tuple[str, StrOrPromise]], **kwargs: Any) -> None:
        """`records`: public id and words of each of the two."""
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = list(records)  # type: ignore[attr-defined]

    @property
    def choosing(self) -> tuple[forms.BoundField, forms.BoundField]:
        """The fields of which one is ticked."""
        return self["verdict"], self["keep"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") == SAME and not given.get("keep") and "keep" not in self.errors:
            wanted = _("请选留下哪一份：现在有效的那张身份证的。")
            self.add_error("keep", ValidationError(wanted, code="keep_missing"))
        return given


class PartForm(ReasonForm):
    """Why two records are parted again, and what came since that belongs to the one that was gone."""

    to_gone = forms.MultipleChoiceField(
        label=_("合并以后新来的，哪些是并入的那个人的"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("to_gone", "reason")

    def __init__(self, *args: Any, came: Iterable[Since], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_gone"].choices = [(each.key, each.words) for each in came]  # type: ignore[attr-defined]
