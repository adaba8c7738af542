"""On the case page: who has each open task, taking it in one press, and handing it to a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huigong.casework.shapes import CasePage, TaskView
from huigong.portals.desk.cases.moves import HAND_OVER, TAKE, HandOverForm
from huigong.portals.desk.parts.moveforms import MoveForm


@dataclass(frozen=True)
class Assignment:
    """An open task that the viewer may take or hand over.

    `form` is None where there is nobody else to hand it to; `refused` is the
    form that the action has just refused, of either button.
    """

    task: TaskView
    form: MoveForm | None
    refused: MoveForm | None
    open: bool


def assignments(seen: CasePage, *, on: date, tried: str, form: MoveForm | None) -> list[Assignment]:
    """One for each task that the viewer may hand over, the one just tried with what was chosen."""
    offered = []
    for task in seen.tasks:
        if task.may_assign:
            refused = form if tried in (TAKE, HAND_OVER) and form and meant(form) == task.task_id else None
            kept = refused if isinstance(refused, HandOverForm) else None
            offered.append(
                Assignment(
                    task=task,
                    form=_offered(task, kept or _empty(task, seen, on=on)) if task.colleagues else None,
                    refused=refused,
                    open=kept is not None,
                )
            )
    return offered


def meant(form: MoveForm) -> str:
    """The task that a form was sent for; empty for a move of the whole case."""
    return str(form["task_id"].value()) if "task_id" in form.fields else ""


def _empty(task: TaskView, seen: CasePage, *, on: date) -> HandOverForm:
    return HandOverForm(region=seen.region, on=on, office=seen.office_id)


def _offered(task: TaskView, form: HandOverForm) -> HandOverForm:
    # What the page shows now is what the next press means, also after a refusal. Ids differ from task to task.
    form.offer(task.colleagues)
    form.auto_id = f"id_{task.task_id}_%s"
    return form
