"""Who sends a file, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.audit.fields import blind_index
from huigong.directory.actions import attempts
from huigong.directory.principals import ANONYMOUS
from huigong.files.apart import TOOK_LONG, Costly
from huigong.kernel.errors import DomainError, TooMany
from huigong.kernel.turns import WHOSE
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.allowances import Allowance
from huigong.portals.shared.requests import Request

FILES = Allowance("files", most=60, seconds=60)
PARTS = Allowance("file_parts", most=600, seconds=60)
_OF_STRANGERS = {
    FILES: Allowance("files.network", most=600, seconds=3600),
    PARTS: Allowance("file_parts.network", most=6000, seconds=3600),
}
_REFUSED = Allowance("files.refused", most=10, seconds=600)  # files that cost much
_SLOW = Allowance("files.slow", most=1, seconds=600)
_SLOW_NETWORK = Allowance("files.slow_network", most=2, seconds=600)
_SLOW_SENDERS = "files.slow"
"""Under this name whoever has sent a slow file waits: however many they are, a place and every second turn are others'."""
_DAY = timedelta(days=1)
_DIGITS = 32
_KILOBYTES = 1024  # in a megabyte, and of bytes in each


def sender_of(request: Request) -> str:
    """The account's id, or a digest of the session, which is begun if there is none."""
    viewer = request.principal
    if viewer.account_id != ANONYMOUS.account_id:
        return viewer.account_id
    if not request.session.session_key:
        request.session.create()
    return blind_index(str(request.session.session_key), context="files.visit")[:_DIGITS]


def has_sent(request: Request) -> bool:
    """Whether something of theirs may be on its way: asking after it begins no session."""
    return request.principal.account_id != ANONYMOUS.account_id or bool(request.session.session_key)


def is_stranger(request: Request) -> bool:
    """Whether nobody knows who sends: somebody who has not logged in."""
    return request.principal.account_id == ANONYMOUS.account_id


def owner_of(request: Request) -> str:
    """The owner of files handed in for oneself: the person's id where registered, else the sender's."""
    return request.principal.person_id or sender_of(request)


def require_room(request: Request, size: int) -> None:
    """Counts bytes that a stranger brings, under their network and for a day, whether or not they are kept.

    A visit costs nothing, so a bound on each would bound nobody. Raises `TooMany` (`files.network_full`).
    """
    if is_stranger(request) and not attempts.take_of_network(
        kind="files.network",
        network=network_of(request),
        limit=settings.FILES_PER_NETWORK * _KILOBYTES,
        window=_DAY,
        now=timezone.now(),
        amount=1 + size // _KILOBYTES,
    ):
        raise TooMany(
            code="files.network_full",
            what=_("现在不登录传不了文件"),
            why=_("从您所在的网络、没有登录的人今天传来的文件太多。不是您做错了什么。"),
            do=_("请先用手机号登录再传，填好的都在；也可以先不传，以后再补。"),
        )


def require_turn(request: Request, allowance: Allowance = FILES) -> None:
    """Raises `TooMany` (`files.too_often`): too often for one sender, or for a network of people without an account."""
    of_network = not is_stranger(request) or _OF_STRANGERS[allowance].take(network_of(request))
    if not (allowance.take(sender_of(request)) and of_network):
        raise TooMany(
            code="files.too_often",
            what=_("传得太快了"),
            why=_("一分钟里能传的文件有限，好让大家都能用。"),
            do=_("请等一分钟再传，已经传好的都在。"),
        )


@contextmanager
def counting(request: Request) -> Iterator[None]:
    """Remembers files that took long though they were taken, as `count_refused` does those that were not.

    Whose last one was slow, or from whose network several were, shares one sender's places with all of these.
    """
    token = TOOK_LONG.set(lambda: _count(request))
    whose = WHOSE.set(lambda: _SLOW_SENDERS) if _is_slow(request) else None
    try:
        yield
    finally:
        TOOK_LONG.reset(token)
        if whose is not None:
            WHOSE.reset(whose)


def count_refused(request: Request, error: DomainError) -> None:
    """Remembers a file that cost much to refuse, under the account or the network that sent it."""
    if isinstance(error, Costly):
        _count(request)


def _count(request: Request) -> None:
    _REFUSED.take(_counted_as(request))
    _SLOW.take(_counted_as(request))
    _SLOW_NETWORK.take(network_of(request))


def _is_slow(request: Request) -> bool:
    return not (_SLOW.has_left(_counted_as(request)) and _SLOW_NETWORK.has_left(network_of(request)))


def require_trust(request: Request) -> None:
    """Raises `TooMany` (`files.refused`) where so many such files came from there that others would wait for them."""
    if not _REFUSED.has_left(_counted_as(request)):
        raise TooMany(
            code="files.refused",
            what=_("现在收不了您的文件"),
            why=_("刚才从这里传来好几个检查起来太慢的文件，别人都在等。"),
            do=_("请过十分钟再传；没有登录的，登录以后就可以传。"),
        )


def _counted_as(request: Request) -> str:
    return network_of(request) if is_stranger(request) else sender_of(request)
