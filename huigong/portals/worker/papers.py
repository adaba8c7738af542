"""The papers that a worker keeps (我的材料): the account's until somebody is registered, the person's from then on.

An account belongs to a phone number, which telecoms give out again; papers do not go with the number.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huigong.directory.principals import ANONYMOUS, Principal
from huigong.files import access, actions, owning
from huigong.files.places import Place

PURPOSE, SAYS = "worker.papers", "本人存的材料"
_LAPSES = timedelta(days=365)


def register() -> None:
    access.register(PURPOSE, _is_own, says=SAYS, lapses=_LAPSES)


def holder_of(viewer: Principal) -> str:
    """With whom the papers of somebody who is logged in lie; "" for a stranger."""
    return viewer.person_id or ("" if viewer.account_id == ANONYMOUS.account_id else viewer.account_id)


def take_along(by: Principal, *, now: datetime) -> None:
    """What somebody kept before they were registered is the person's from now on."""
    if by.person_id:
        place = Place(owner=by.person_id, purpose=PURPOSE, holder=by.person_id, person=by.person_id)
        actions.move(draft=(PURPOSE, by.account_id), place=place, by=by, now=now)
        owning.pass_on(by.account_id, by.person_id)


def drop_of(account: Principal, *, now: datetime) -> None:
    """Deletes what an account keeps that is nobody's any more."""
    actions.drop(place=Place(owner="", purpose=PURPOSE, holder=account.account_id), by=account, now=now)


def _is_own(viewer: Principal, holder: str) -> bool:
    return viewer.account_id != ANONYMOUS.account_id and holder in {viewer.person_id, viewer.account_id}
