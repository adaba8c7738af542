"""Whether there is somebody for the open tasks: where nobody may do them, whoever could is to be given the role."""

from __future__ import annotations

from datetime import datetime

from huigong.casework.queries.posts import empty_posts
from huigong.casework.timekeeping import day_of
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
