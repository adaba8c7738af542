"""The forms that officers fill in: those that a procedure's moves declare, and the few of a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huigong.casework.actions import tasks
from huigong.casework.procedures.fields import FieldKind
from huigong.casework.shapes import Colleague, MoveView
from huigong.directory import offices
from huigong.directory.offices import Office
from huigong.directory.principals import Principal
from huigong.kernel.regions import lineage
from huigong.portals.desk.parts.clauses import link
from huigong.portals.shared.declared import Drawing, LongText

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def offices_serving(region: str, *, on: date, except_: str = "") -> list[Office]:
    """The place's own office of each line that day, then those that the files of the levels above list."""
    book = offices.book()
    serving: dict[str, Office] = {}
    for code in lineage(region)[:-1]:
        own = (book.for_line(code, line.id, on) for line in book.lines())
        serving |= {
            office.id: office
            for office in own
            if office is not None and not office.generic and (code == region or book.listed(office.id))
        }
    serving.pop(except_, None)
    return sorted(serving.values(), key=lambda office: office.region, reverse=True)


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
        written = super().clean(value)
        return self.refs.get(written, written)


class OfficeField(forms.ChoiceField):
    """An office that serves the case's region today, other than the one that has the case."""

    def offer(self, region: str, *, on: date, except_: str) -> None:
        serving = offices_serving(region, on=on, except_=except_)
        self.choices = [("", _("请选择部门")), *((office.id, office.marked) for office in serving)]


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


def _clause(**given: Any) -> ClauseField:
    return ClauseField(max_length=120, **given)


DRAWING = Drawing("desk", more={FieldKind.CLAUSE: _clause, FieldKind.OFFICE: OfficeField})


def form_of(view: MoveView) -> type[MoveForm]:
    """The form that a move declares."""
    return cast(type[MoveForm], DRAWING.form_of(view, base=MoveForm))


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
        choices = [
            ("", _("请选择同事")),
            *((colleague.account_id, colleague.name) for colleague in colleagues),
        ]
        self.fields["account_id"].widget.choices = choices


def answer(*, by: Principal, now: datetime, case_id: str, task_id: object, answer: str) -> object:
    return tasks.answer_support(by=by, now=now, task_id=str(task_id), answer=answer)


def hand_over(
    *, by: Principal, now: datetime, case_id: str, task_id: object, held_by: str, account_id: str
) -> object:
    return tasks.assign(by=by, now=now, task_id=str(task_id), account_id=account_id, held_by=held_by)


def take(*, by: Principal, now: datetime, case_id: str, task_id: object, held_by: str) -> object:
    return tasks.assign(by=by, now=now, task_id=str(task_id), account_id=by.account_id, held_by=held_by)


@dataclass(frozen=True)
class TaskMove:
    """What is done with a task: `act` takes by, now, case_id and the form's fields; `done` is said afterwards."""

    form: type[MoveForm]
    act: Callable[..., object]
    done: StrOrPromise


ANSWER, TAKE, HAND_OVER = "answer_support", "take", "hand_over"
TASK_MOVES: dict[str, TaskMove] = {
    ANSWER: TaskMove(AnswerForm, answer, _("已答复。")),
    TAKE: TaskMove(TakeForm, take, _("这项任务现在由您办。")),
    HAND_OVER: TaskMove(HandOverForm, hand_over, _("已交给同事。")),
}
