"""Each move of a case: the form an officer fills in and the action it calls.

One table. A page shows the forms of the moves that the case and the viewer
allow; the view finds the action here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huigong.casework.actions import cases, clocks, decisions, tasks
from huigong.casework.shapes import Colleague
from huigong.directory import offices
from huigong.directory.offices import Office
from huigong.directory.principals import Principal
from huigong.portals.desk.parts.clauses import link

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def offices_serving(region: str, *, on: date, except_: str = "") -> list[Office]:
    """Each line's office of that day for a place, its own first, then those of the levels above."""
    book = offices.book()
    found = [book.for_line(region, line.id, on) for line in book.lines()]
    serving = {office.id: office for office in found if office is not None and not office.generic}
    serving.pop(except_, None)
    return sorted(serving.values(), key=lambda office: office.region, reverse=True)


class LongText(forms.CharField):
    """Several lines of Chinese, required unless said otherwise."""

    widget = forms.Textarea(attrs={"rows": 3})


class ClauseInput(forms.TextInput):
    """A text field that offers clauses to choose from; without a script it is the browser's own list."""

    offered: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = attrs or {}
        known = f"{attrs.get('id', name)}_offered"
        control = super().render(name, value, {**attrs, "list": known}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((text,) for text in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', control, known, options)


class ClauseField(forms.CharField):
    """A clause as officers write it; one of those offered is kept as the reference that leads to its text."""

    widget = ClauseInput

    def offer(self, refs: Sequence[str]) -> None:
        self.refs = {link(ref).text: ref for ref in refs}
        self.widget.offered = tuple(self.refs)
        self.initial = next(iter(self.refs), "")

    def clean(self, value: Any) -> str:
        said = super().clean(value)
        return self.refs.get(said, said)


class OfficeField(forms.ChoiceField):
    """An office that serves the case's region today, other than the one that has the case."""

    def offer(self, region: str, *, on: date, except_: str) -> None:
        found = offices_serving(region, on=on, except_=except_)
        self.choices = [("", _("请选择部门")), *((office.id, office.name) for office in found)]


class MoveForm(forms.Form):
    """A form of one move. Field names are the keyword arguments of the action."""

    def __init__(
        self, *args: Any, region: str, on: date, office: str, clauses: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OfficeField):
                field.offer(region, on=on, except_=office)
            elif isinstance(field, ClauseField):
                field.offer(clauses)


class Nothing(MoveForm):
    pass


class CompletionRequestForm(MoveForm):
    note = LongText(label=_("需要补正的全部内容"), help_text=_("只能要求一次，请一次写全。"))


class CompletionForm(MoveForm):
    evidence = LongText(label=_("收到的材料"), help_text=_("一行写一样。"))

    def clean_evidence(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["evidence"].splitlines() if line.strip()]


class ReasonsForm(MoveForm):
    reasons = LongText(label=_("理由"), help_text=_("申请人会看到这段话，请写得让人看得懂。"))
    clause = ClauseField(label=_("依据"), max_length=120, help_text=_("哪份文件的哪一条。"))


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


class AnswerForm(MoveForm):
    task_id = forms.UUIDField(widget=forms.HiddenInput)
    answer = LongText(label=_("核实结果"), help_text=_("主办部门会据此决定，请写明查了什么、结果如何。"))


class TakeForm(MoveForm):
    """The task, and who had it when the page was shown."""

    task_id = forms.UUIDField(widget=forms.HiddenInput)
    held_by = forms.CharField(widget=forms.HiddenInput, required=False)


class HandOverForm(TakeForm):
    # Whom the list may hold is for the action to say, with its reasons: a role can end while the page is open.
    account_id = forms.CharField(
        label=_("交给"), widget=forms.Select, error_messages={"required": _("请选一位同事。")}
    )

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        choices = [("", _("请选择同事")), *((one.account_id, one.name) for one in colleagues)]
        self.fields["account_id"].widget.choices = choices


def approve(*, by: Principal, now: datetime, case_id: str, **words: Any) -> object:
    return decisions.decide(by=by, now=now, case_id=case_id, verdict="approved", **words)


def refuse(*, by: Principal, now: datetime, case_id: str, **words: Any) -> object:
    return decisions.decide(by=by, now=now, case_id=case_id, verdict="refused", **words)


def answer(*, by: Principal, now: datetime, case_id: str, task_id: object, answer: str) -> object:
    return tasks.answer_support(by=by, now=now, task_id=str(task_id), answer=answer)


def hand_over(
    *, by: Principal, now: datetime, case_id: str, task_id: object, held_by: str, account_id: str
) -> object:
    return tasks.assign(by=by, now=now, task_id=str(task_id), account_id=account_id, held_by=held_by)


def take(*, by: Principal, now: datetime, case_id: str, task_id: object, held_by: str) -> object:
    return tasks.assign(by=by, now=now, task_id=str(task_id), account_id=by.account_id, held_by=held_by)


@dataclass(frozen=True)
class MoveOnPage:
    """A move as the page shows it.

    `act` takes by, now, case_id and the form's fields; `done` is said afterwards;
    `weight` dresses the button.
    """

    name: StrOrPromise
    form: type[MoveForm]
    act: Callable[..., object]
    done: StrOrPromise
    weight: str = "plain"  # main | plain | danger


ANSWER, TAKE, HAND_OVER = "answer_support", "take", "hand_over"
# In the order of the page: what moves the case on comes first, what ends it against the person last.
MOVES: dict[str, MoveOnPage] = {
    "accept": MoveOnPage(_("受理"), Nothing, cases.accept, _("已受理，办理期限开始计算。"), "main"),
    "approve": MoveOnPage(_("同意申请"), ReasonsForm, approve, _("已作出同意的决定。"), "main"),
    "close": MoveOnPage(_("登记送达"), Nothing, cases.close, _("已登记送达。"), "main"),
    "resume": MoveOnPage(_("恢复计时"), Nothing, clocks.resume, _("期限恢复计算。"), "main"),
    "complete": MoveOnPage(_("提交补正"), CompletionForm, cases.complete, _("已收下补正的材料。"), "main"),
    ANSWER: MoveOnPage(_("答复"), AnswerForm, answer, _("已答复。"), "main"),
    TAKE: MoveOnPage(_("接过来办"), TakeForm, take, _("这项任务现在由您办。")),
    HAND_OVER: MoveOnPage(_("交给同事"), HandOverForm, hand_over, _("已交给同事。")),
    "request_completion": MoveOnPage(
        _("要求补正"), CompletionRequestForm, cases.request_completion, _("已要求补正。")
    ),
    "ask_support": MoveOnPage(
        _("请求协办"), SupportForm, tasks.ask_support, _("已请求协办，本部门仍负责答复申请人。")
    ),
    "pause": MoveOnPage(_("暂停计算期限"), PauseForm, clocks.pause, _("期限已暂停计算。")),
    "extend": MoveOnPage(_("延长期限"), ExtensionForm, clocks.extend, _("期限已延长。")),
    "refer": MoveOnPage(_("转办"), ReferralForm, cases.refer, _("已转办，对方成为责任部门。")),
    "refuse": MoveOnPage(_("不同意申请"), ReasonsForm, refuse, _("已作出不同意的决定。"), "danger"),
    "decline": MoveOnPage(_("不予受理"), ReasonsForm, cases.decline, _("已作出不予受理的决定。"), "danger"),
    "withdraw": MoveOnPage(_("撤回申请"), Nothing, cases.withdraw, _("已按申请人的意思撤回。"), "danger"),
}
