"""The viewer of files: the logged-in account together with the drafts of the visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from huigong.directory.principals import ANONYMOUS, Principal
from huigong.kernel.registries import Registered
from huigong.portals.shared.requests import Request

DraftsOf = Callable[[Request], Iterable[str]]
Check = Callable[[Request], str]
_drafts_of: Registered[DraftsOf] = Registered()
_checks: Registered[Check] = Registered()


def register(drafts_of: DraftsOf) -> None:
    """From `AppConfig.ready` of a portal in which drafts are begun: gives the ids of those of a request."""
    _drafts_of.add(drafts_of)


def require_first(check: Check) -> None:
    """From now on files open to an official only where `check` names no page that has to come first."""
    _checks.add(check)


def viewer_of(request: Request) -> Principal:
    """The principal of a request with every draft that is theirs; nobody for an account that is not ready for work."""
    is_official = getattr(request.user, "kind", "") == "official"
    if is_official and any(check(request) for check in _checks):
        return ANONYMOUS
    drafts = frozenset(id for drafts_of in _drafts_of for id in drafts_of(request))
    return request.principal.with_drafts(drafts) if drafts else request.principal
