"""A case goes to another office, up a level, or stays while another office is asked."""

from __future__ import annotations

from huigong.casework.accountability import require_office
from huigong.casework.actions import steps
from huigong.casework.actions.moving import Making
from huigong.casework.models import Task
from huigong.casework.procedures import effects
from huigong.directory import offices
from huigong.directory.principals import office_line, office_region
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.regions import lineage


@effects.acts
def refer(making: Making) -> None:
    """Hands the case to the office that is competent; the clocks keep running (RW art. 10, W03).

    Raises `DomainError`: `case.no_such_office`, `case.already_there`.
    """
    receiver = require_office(making.text("to_office"), making.today)
    if receiver == making.case.accountable_office:
        raise Conflict(code="case.already_there", what="办件已经在这个部门", do="请选择另一个部门")
    _hand_over(making, receiver, making.text("reason"))


@effects.acts
def escalate(making: Making) -> None:
    """Hands the case to the office of the same line one level up; at the top level it stays."""
    book, sender = offices.book(), making.case.accountable_office
    line = office_line(sender)
    for region in lineage(office_region(sender))[1:]:
        above = book.for_line(region, line, making.today)
        if above is not None and above.id != sender:
            _hand_over(making, above.id, f"“{making.move.name}”：期限已过，由上一级接办")
            return


@effects.acts
def ask_support(making: Making) -> None:
    """Asks another office; the accountable one stays accountable. Asked again, it is the same task.

    Raises `DomainError`: `task.own_office`, `task.asked_already`, `case.no_such_office`.
    """
    case, question = making.case, making.text("question")
    asked = require_office(making.text("office"), making.today)
    if asked == case.accountable_office:
        raise Invalid(code="task.own_office", about="office", what="不能请本部门协办", do="请选择另一个部门")
    waiting = Task.objects.filter(case=case, office=asked, kind=Task.Kind.SUPPORT, status=Task.Status.OPEN)
    making.made = waiting.first()
    if making.made is not None:
        making.unchanged = _same_question(making.made, question)
        return
    making.made = Task.objects.create(
        case=case,
        kind=Task.Kind.SUPPORT,
        office=asked,
        question=question,
        opened_at=making.now,
        opened_by=making.by.account_id,
    )
    making.data["asked"] = asked


def _hand_over(making: Making, receiver: str, reason: str) -> None:
    case, sender = making.case, making.case.accountable_office
    steps.hand_over(case, receiver, reason=reason, by=making.by, now=making.now)
    steps.open_decide_task(case, by=making.by, now=making.now)
    making.data |= {"from": sender, "to": receiver}


def _same_question(task: Task, question: str) -> bool:
    if task.question == question:
        return True
    raise Conflict(
        code="task.asked_already",
        what="已经请这个部门协办，对方还没有答复",
        do="请等对方答复后再提新的请求",
    )
