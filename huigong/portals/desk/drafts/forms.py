"""The forms of a draft: upload, head, clause, and its targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.kernel.errors import DomainError
from huigong.policy.documents import LEVELS, ROLES
from huigong.policy.drafting.edits import ClauseEdit, HeadEdit, TargetEdit
from huigong.policy.drafting.folder import checked_name
from huigong.policy.packs import library
from huigong.portals.shared.fields import PlaceField, as_mistake

MAX_UPLOAD = 10 * 1024 * 1024
KINDS = [
    ("goal", _("目标")),
    ("standard", _("标准")),
    ("deadline", _("期限")),
    ("threshold", _("条件")),
    ("period", _("时段")),
    ("descriptor", _("说明")),
]
BOUNDS = [("", _("正好这个数")), ("at_least", _("至少")), ("at_most", _("至多"))]
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _levels() -> list[tuple[str, str]]:
    return [(level, gettext(name)) for level, name in LEVELS.items()]


class UploadForm(forms.Form):
    """A document, the region whose it is, and the short name of its pack."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "TXT、DOCX、DOC、WPS、RTF、ODT、PDF、OFD、表格或网页，不超过 10 MB。扫描件请先做文字识别。"
        ),
        error_messages={"required": _("请选择文件。"), "empty": _("这个文件是空的。")},
    )
    region = PlaceField(
        label=_("哪个地区的文件"),
        max_length=60,
        help_text=_("地名或六位区划代码，例如：攀枝花市。"),
        error_messages={"required": _("请填是哪个地区的文件。")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = forms.CharField(
        label=_("简称"),
        required=False,
        max_length=60,
        help_text=_("小写拼音、年份和文号，例如 panbanfa-2016-10；不填就按文号取。"),
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(_("文件超过 10 MB。请只留正文，去掉图片和附表。"))
        return file

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        try:
            return checked_name(name) if name else ""
        except DomainError as error:
            raise as_mistake(error) from error


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class HeadForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("题名"), required=False, widget=forms.TextInput(attrs=PLAIN))
    number = forms.CharField(label=_("文号"), required=False, widget=forms.TextInput(attrs=PLAIN))
    issuer = forms.CharField(label=_("发文机关"), required=False, widget=forms.TextInput(attrs=PLAIN))
    issued_on = forms.CharField(
        label=_("成文日期"), required=False, widget=forms.TextInput(attrs={**PLAIN, "class": "short"})
    )
    in_force_from = forms.CharField(
        label=_("施行日期"), required=False, widget=forms.TextInput(attrs={**PLAIN, "class": "short"})
    )
    level = forms.ChoiceField(label=_("层级"), choices=_levels)
    recipients = forms.CharField(label=_("主送"), required=False, widget=forms.TextInput(attrs=PLAIN))
    basis = forms.MultipleChoiceField(label=_("依据的文件"), required=False)
    doubts = forms.MultipleChoiceField(
        label=_("仍然存疑（处理完的去掉勾）"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "basis", [(each.id, each.title) for each in library().documents.values()])
        _choose(self, "doubts", [(doubt, doubt) for doubt in content.get("doubts", ())])

    def edit(self) -> HeadEdit:
        typed = self.cleaned_data
        words = {name: typed[name] for name in ("title", "number", "issuer", "issued_on", "in_force_from")}
        return HeadEdit(
            **words,
            level=typed["level"],
            recipients=typed["recipients"],
            basis=tuple(typed["basis"]),
            doubts=tuple(typed["doubts"]),
        )


class ClauseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.CharField(label=_("小标题"), required=False, widget=forms.TextInput(attrs=PLAIN))
    chapter = forms.CharField(label=_("所在的章"), required=False, widget=forms.TextInput(attrs=PLAIN))
    summary = forms.CharField(
        label=_("概述（自己的话，可以以后写）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    systems = forms.MultipleChoiceField(
        label=_("承担哪些系统"), required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )
    nothing_to_decide = forms.CharField(
        label=_("没有事项的原因（只管政府内部时写）"), required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    doubts = forms.MultipleChoiceField(
        label=_("仍然存疑（处理完的去掉勾）"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for word, role in ROLES.items():
            self.fields[word] = forms.CharField(
                label=gettext(role.label),
                required=False,
                widget=forms.Textarea(attrs={"rows": 1, **PLAIN}),
            )
        _choose(self, "systems", [(each.id, f"{each.id} {each.name}") for each in library().systems])
        _choose(self, "doubts", [(doubt, doubt) for doubt in content.get("doubts", ())])

    def edit(self, targets: tuple[TargetEdit, ...]) -> ClauseEdit:
        typed = self.cleaned_data
        return ClauseEdit(
            heading=typed["heading"],
            chapter=typed["chapter"],
            summary=typed["summary"],
            systems=tuple(typed["systems"]),
            duties={role: typed[role] for role in ROLES},
            targets=targets,
            nothing_to_decide=typed["nothing_to_decide"],
            doubts=tuple(typed["doubts"]),
        )


class TargetForm(forms.Form):
    text = forms.CharField(label=_("原文中的说法"), required=False, widget=forms.TextInput(attrs=PLAIN))
    kind = forms.ChoiceField(label=_("种类"), choices=KINDS, required=False)
    bound = forms.ChoiceField(label=_("数值是"), choices=BOUNDS, required=False)
    value = forms.CharField(label=_("数值"), required=False, widget=forms.TextInput(attrs=PLAIN))
    upper = forms.CharField(label=_("上限"), required=False, widget=forms.TextInput(attrs=PLAIN))
    measure = forms.CharField(label=_("单位"), required=False, widget=forms.TextInput(attrs=PLAIN))
    by = forms.CharField(label=_("期限"), required=False, widget=forms.TextInput(attrs=PLAIN))
    about = forms.BooleanField(label=_("约数"), required=False)

    def edit(self) -> TargetEdit:
        typed = self.cleaned_data
        return TargetEdit(**{**typed, "kind": typed["kind"] or "goal"})


TargetFormSet = formset_factory(TargetForm, extra=1, max_num=101, absolute_max=110)


def clause_initial(content: Mapping[str, Any], version: int) -> dict[str, Any]:
    duties = {role: "、".join(content.get("duties", {}).get(role, ())) for role in ROLES}
    words = {name: content.get(name, "") for name in ("heading", "chapter", "summary", "nothing_to_decide")}
    lists = {name: content.get(name, []) for name in ("systems", "doubts")}
    return {"version": version, **duties, **words, **lists}


def targets_of(rows: BaseFormSet[TargetForm]) -> tuple[TargetEdit, ...]:
    # A blank row that nobody touched has no cleaned data at all.
    return tuple(row.edit() for row in rows if row.cleaned_data.get("text"))


def targets_changed(rows: BaseFormSet[TargetForm]) -> bool:
    """Whether a row was typed, altered or emptied; the blank row at the end does not count."""
    return any(row.has_changed() for row in rows if row.initial or row.cleaned_data.get("text"))
