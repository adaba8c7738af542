"""How many codes go out to phones that anybody may name, in an hour and from everywhere: each costs the place money.

Networks and phones are bounded each by itself; whoever commands many is bounded by this. Phones that have logged in from
the same browser before, and codes of a counter, are not counted and never wait. No line may use up what all share, and
codes by which somebody agrees to be helped have a part of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from huigong.directory.actions import attempts
from huigong.kernel.errors import TooMany
from huigong.kernel.health import Sign, State
from huigong.kernel.networks import LINE, within
from huigong.kernel.sentences import say

_ALL, _KEPT = "code.all", "code.all_kept"
_EVERYBODY = "all"
_HOUR = timedelta(hours=1)
_HALF, _PART = 2, 10


def take(*, network: str, kept: bool, now: datetime) -> bool:
    """Counts one that is about to be sent; False where this network's line has had its tenth.

    `network` is what `addresses.network_of` gives; `kept` says that the kept part may be used too.
    Raises `TooMany` (`code.all_full`).
    """
    common, own = _limits()
    pools = [(_KEPT, own), (_ALL, common)] if kept else [(_ALL, common)]
    open_to_line = [pool for pool in pools if not _line_is_full(*pool, network=network, now=now)]
    if not open_to_line:
        return False
    if not any(_take(*pool, network=network, now=now) for pool in open_to_line):
        raise TooMany(
            code="code.all_full",
            about="phone",
            what="现在要验证码的人太多，暂时发不出",
            why="一小时里发的验证码到了上限，可能有人在乱发。不是您做错了什么。",
            do="用以前登录过的手机浏览器还可以登录；急的请带证件到就近的服务窗口，当面就能办。",
        )
    return True


def _limits() -> tuple[int, int]:
    """Of what all share, and of the kept part."""
    own = settings.CODES_AN_HOUR // _PART
    return settings.CODES_AN_HOUR - own, own


def _of_line(most: int) -> int:
    return max(most // _PART, 1)


def _line_is_full(kind: str, most: int, *, network: str, now: datetime) -> bool:
    return attempts.is_spent(
        kind=f"{kind}_line", subject=within(network, LINE), limit=_of_line(most), now=now
    )


def _take(kind: str, most: int, *, network: str, now: datetime) -> bool:
    """The line first: what a full line asks for is not counted for everybody."""
    return attempts.take(
        kind=f"{kind}_line", subject=within(network, LINE), limit=_of_line(most), window=_HOUR, now=now
    ) and attempts.take(kind=kind, subject=_EVERYBODY, limit=most, window=_HOUR, now=now)


def sign(viewer: object, now: datetime) -> Sign:
    """How near the ceiling is."""
    common, own = (attempts.count(kind=kind, subject=_EVERYBODY, now=now) for kind in (_ALL, _KEPT))
    count, most = common + own, settings.CODES_AN_HOUR
    is_full = common >= _limits()[0]
    state = State.ALARM if is_full else State.LOOK if count * _HALF >= most else State.FINE
    return Sign(
        say("验证码"),
        state,
        say("这一小时发给没登录过的手机 {count} 条，上限 {most} 条", count=str(count), most=str(most)),
        ""
        if state is State.FINE
        else say("请看运行日志里是哪里来的；真有这么多人登录的，请调高 HUIGONG_CODES_AN_HOUR"),
    )
