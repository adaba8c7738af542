"""Each move of a case: the form an officer fills in and the action it calls.

One table. A page shows the forms of the moves that the case and the viewer
allow; the view finds the action here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huigong.casework.actions import cases, clocks, decisions, tasks
from huigong.directory import offices
from huigong.directory.principals import Principal


class LongText(forms.CharField):
    """Several lines of Chinese, required unless said otherwise."""

    widget = forms.Textarea(attrs={"rows": 3})


class OfficeField(forms.ChoiceField):
    """Today's offices that serve a region, its own first, then those of the levels above."""

    def offer(self, region: str, *, on: Any) -> None:
        found = offices.book().serving(region, on=on)
        self.choices = [("", _("请选择部门")), *((office.id, office.name) for office in found)]


class MoveForm(forms.Form):
    """A form of one move. Field names are the keyword arguments of the action."""

    def __init__(self, *args: Any, region: str, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OfficeField):
                field.offer(region, on=on)


class Nothing(MoveForm):
    pass


class CompletionForm(MoveForm):
    note = LongText(label=_("需要补正的全部内容"), help_text=_("只能要求一次，请一次写全。"))


class ReasonsForm(MoveForm):
    reasons = LongText(label=_("理由"), help_text=_("申请人会看到这段话，请写得让人看得懂。"))
    clause = forms.CharField(label=_("依据"), help_text=_("文件和条款，例如：居住证暂行条例第九条"))


class ApprovalForm(MoveForm):
    reasons = LongText(label=_("决定说明"), required=False, help_text=_("申请人会看到。"))
    clause = forms.CharField(label=_("依据"), required=False)


class ReferralForm(MoveForm):
    to_office = OfficeField(label=_("转给"))
    reason = LongText(label=_("转办理由"))


class SupportForm(MoveForm):
    office = OfficeField(label=_("请哪个部门协办"))
    question = LongText(label=_("要对方核实什么"))


class PauseForm(MoveForm):
    reason = forms.CharField(label=_("暂停事由"))
    article = forms.CharField(label=_("法律依据"), help_text=_("例如：行政许可法第四十五条"))
    told_in_writing = forms.DateField(
        label=_("书面告知申请人的日期"), widget=forms.DateInput(attrs={"type": "date"})
    )


class ExtensionForm(MoveForm):
    approver = forms.CharField(label=_("批准人"))
    reason = LongText(label=_("延长理由"))


def approve(*, by: Principal, now: datetime, case_id: str, **words: Any) -> object:
    return decisions.decide(by=by, now=now, case_id=case_id, verdict="approved", **words)


def refuse(*, by: Principal, now: datetime, case_id: str, **words: Any) -> object:
    return decisions.decide(by=by, now=now, case_id=case_id, verdict="refused", **words)


@dataclass(frozen=True)
class MoveOnPage:
    """`act` takes by, now, case_id and the form's fields; `weight` orders and dresses the button."""

    form: type[MoveForm]
    act: Callable[..., object]
    weight: str = "plain"  # main | plain | danger


MOVES: dict[str, MoveOnPage] = {
    "accept": MoveOnPage(Nothing, cases.accept, "main"),
    "approve": MoveOnPage(ApprovalForm, approve, "main"),
    "refuse": MoveOnPage(ReasonsForm, refuse, "danger"),
    "close": MoveOnPage(Nothing, cases.close, "main"),
    "request_completion": MoveOnPage(CompletionForm, cases.request_completion),
    "ask_support": MoveOnPage(SupportForm, tasks.ask_support),
    "resume": MoveOnPage(Nothing, clocks.resume, "main"),
    "pause": MoveOnPage(PauseForm, clocks.pause),
    "extend": MoveOnPage(ExtensionForm, clocks.extend),
    "refer": MoveOnPage(ReferralForm, cases.refer),
    "decline": MoveOnPage(ReasonsForm, cases.decline, "danger"),
}
