"""Whether there is somebody for the open tasks: where nobody may do them, whoever could is to be given the role; and
whether what closed offices had has gone to their heirs."""

from __future__ import annotations

from datetime import datetime

from huigong.casework.models import Task
from huigong.casework.queries.posts import empty_posts
from huigong.casework.timekeeping import day_of
from huigong.directory import offices
from huigong.directory.principals import Principal
from huigong.kernel.health import Sign, State
from huigong.kernel.sentences import say

_SHOWN = 5


def posts(viewer: Principal, now: datetime) -> Sign:
    """The offices where the viewer manages accounts whose open tasks nobody may do."""
    empty = empty_posts(viewer, today=day_of(now))
    if not empty:
        return Sign(say("有没有人办"), State.FINE, say("每个有任务的部门都有人能办"))
    named = "；".join(
        say("{office} {kind} {n} 项", office=post.office_name, kind=post.kind, n=str(post.tasks))
        for post in empty[:_SHOWN]
    )
    return Sign(
        say("有没有人办"),
        State.ALARM,
        say("{n} 处没有人能办：{named}", n=str(len(empty)), named=named),
        say("请在账号与角色里给这个部门的人分配角色，或者请农民工办改由别的部门办"),
    )


def succeeded(viewer: Principal, now: datetime) -> Sign:
    """What offices that were closed still have: more than for some minutes only where it cannot go."""
    closed = [office for theirs in offices.book().taken_over(day_of(now)).values() for office in theirs]
    left = Task.objects.filter(office__in=closed, status=Task.Status.OPEN, case__is_open=True).count()
    if not left:
        return Sign(say("撤并部门的件"), State.FINE, say("都已经转给承接的部门"))
    return Sign(
        say("撤并部门的件"),
        State.LOOK,
        say("还有 {n} 项没转给承接的部门", n=str(left)),
        say("每分钟接着转。过一会儿数字不变的，是转不过去：原因在日志里，请让管服务器的人看"),
    )
