"""How many codes go out to phones that anybody may name, in an hour and from everywhere: each costs the place money.

Networks and phones are bounded each by itself; whoever commands many is bounded by this. Phones that have logged in from
the same browser before, and codes of a counter, are not counted and never wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from huigong.directory.actions import attempts
from huigong.kernel.errors import TooMany
from huigong.kernel.health import Sign, State
from huigong.kernel.sentences import say

_KIND, _ALL = "code.all", "all"
_HOUR = timedelta(hours=1)
_HALF = 2


def take(*, now: datetime) -> None:
    """Counts one. Raises `TooMany` (`code.all_full`)."""
    if not attempts.take(kind=_KIND, subject=_ALL, limit=settings.CODES_AN_HOUR, window=_HOUR, now=now):
        raise TooMany(
            code="code.all_full",
            about="phone",
            what="现在要验证码的人太多，暂时发不出",
            why="一小时里发的验证码到了上限，可能有人在乱发。不是您做错了什么。",
            do="用以前登录过的手机浏览器还可以登录；急的请带证件到就近的服务窗口，当面就能办。",
        )


def sign(viewer: object, now: datetime) -> Sign:
    """How near the ceiling is."""
    count = attempts.count(kind=_KIND, subject=_ALL, now=now)
    most = settings.CODES_AN_HOUR
    state = State.ALARM if count >= most else State.LOOK if count * _HALF >= most else State.FINE
    return Sign(
        say("验证码"),
        state,
        say("这一小时发给没登录过的手机 {count} 条，上限 {most} 条", count=str(count), most=str(most)),
        ""
        if state is State.FINE
        else say("请看运行日志里是哪里来的；真有这么多人登录的，请调高 HUIGONG_CODES_AN_HOUR"),
    )
