"""Files that become material of a case, in the transaction of what hands them in. No byte is copied."""

from __future__ import annotations

from datetime import datetime

from huigong.casework.access import FILES, MORE_FILES
from huigong.casework.answers import form_of
from huigong.casework.models import Case
from huigong.casework.parties import main_person
from huigong.directory.principals import Principal
from huigong.files import access, actions, queries
from huigong.files.places import Place


def take_over(case: Case, *, draft: tuple[str, str] | None, by: Principal, now: datetime) -> None:
    """The files of the lodged form, each beside its field; `draft` is the purpose and holder under which they lie.

    What else lies there goes. Raises `NotFound` (`files.not_found`), `Conflict` (`files.changed`).
    """
    sent = form_of(case.application)
    wanted = sent.lodged.files(sent.form) if sent else ()
    if draft is None:
        if wanted:
            raise access.not_found()
        return
    named = [(path, queries.id_of(file)) for path, file in wanted]
    actions.hand_over(wanted=named, draft=draft, place=_place(case, FILES), by=by, now=now)


def take_more(case: Case, *, by: Principal, now: datetime) -> int:
    """The files that `by`, a party, has put ready to complete the case; how many. Those of others stay with them."""
    here = _place(case, MORE_FILES)
    if access.opening(by, [(here.purpose, here.holder)]) is None:
        return 0
    ready = queries.held((here.purpose,), holder=here.holder)
    named = [(field, file.public_id) for field, files in ready.items() for file in files]
    if not named:
        return 0
    draft = (here.purpose, here.holder)
    return actions.hand_over(wanted=named, draft=draft, place=_place(case, FILES), by=by, now=now)


def _place(case: Case, purpose: str) -> Place:
    person = main_person(case)
    return Place(
        owner="",
        purpose=purpose,
        holder=case.public_id.hex,
        person=person.public_id.hex if person else "",
        region=case.region,
    )
