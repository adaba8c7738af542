"""Who sends a file, and how often."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huigong.audit.fields import blind_index
from huigong.directory.principals import ANONYMOUS
from huigong.kernel.errors import TooMany
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.allowances import Allowance
from huigong.portals.shared.requests import Request

FILES = Allowance("files", most=60, seconds=60)
STRANGERS = Allowance("files.network", most=600, seconds=3600)
PARTS = Allowance("file_parts", most=600, seconds=60)
_DIGITS = 32


def sender_of(request: Request) -> str:
    """Whoever is logged in, by account; else a digest of the session, which is begun for it."""
    viewer = request.principal
    if viewer.account_id != ANONYMOUS.account_id:
        return viewer.account_id
    if not request.session.session_key:
        request.session.create()
    return blind_index(str(request.session.session_key), context="files.visit")[:_DIGITS]


def has_sent(request: Request) -> bool:
    """Whether something of theirs may be on its way: asking after it begins no session."""
    return request.principal.account_id != ANONYMOUS.account_id or bool(request.session.session_key)


def owner_of(request: Request) -> str:
    """Whose the files are that somebody hands in for themselves: the person's, where one is registered."""
    return request.principal.person_id or sender_of(request)


def require_turn(request: Request, allowance: Allowance = FILES) -> None:
    """Raises `TooMany` (`files.too_often`): too often for one sender, or for a network of people without an account."""
    stranger = request.principal.account_id == ANONYMOUS.account_id and allowance is FILES
    of_network = not stranger or STRANGERS.take(network_of(request))
    if not (allowance.take(sender_of(request)) and of_network):
        raise TooMany(
            code="files.too_often",
            what=_("传得太快了"),
            why=_("一分钟里能传的文件有限，好让大家都能用。"),
            do=_("请等一分钟再传，已经传好的都在。"),
        )
