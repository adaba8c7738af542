"""The few forms of a task on the case page, beside those that a procedure's moves declare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from huigong.casework.actions import notes, tasks
from huigong.casework.shapes import Colleague
from huigong.directory.principals import Principal
from huigong.portals.desk.parts.moveforms import MoveForm
from huigong.portals.shared.declared import LongText

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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


class NoteForm(MoveForm):
    text = LongText(label=_("内部记录"), help_text=_("只有本部门经办人看得到，申请人看不到。"))


def note(*, by: Principal, now: datetime, case_id: str, text: str) -> object:
    return notes.write(by=by, now=now, case_id=case_id, text=text)


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


ANSWER, TAKE, HAND_OVER, NOTE = "answer_support", "take", "hand_over", "note"
TASK_MOVES: dict[str, TaskMove] = {
    ANSWER: TaskMove(AnswerForm, answer, _("已答复。")),
    TAKE: TaskMove(TakeForm, take, _("这项任务现在由您办。")),
    NOTE: TaskMove(NoteForm, note, _("已记下。")),
    HAND_OVER: TaskMove(HandOverForm, hand_over, _("已交给同事。")),
}
