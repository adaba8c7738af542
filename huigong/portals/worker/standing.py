"""The person the visitor acts for now: themselves, or somebody they have authority for.

The session holds whom; whether they may is asked anew before every page (`ending.py`), so that what was ended ends
at once.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound
from huigong.portals.shared.requests import Request
from huigong.portals.shared.sealed import Session
from huigong.portals.worker.keeping import forget, keep, load, turn_to
from huigong.registry import acting
from huigong.registry import queries as registry
from huigong.registry.acting import Acting, Authority

_KEY = "acting_for"
FIELD = "for_whom"
"""The hidden field of a page that says for whom it was filled in: what `whom` gave when it was shown."""


def begin(request: Request, held: Authority) -> None:
    """From now on the visit is about that person; what was said about oneself stays with oneself."""
    region = load(request.session).region
    turn_to(request.session, f"{request.principal.person_id}:{held.person.public_id.hex}")
    keep(request.session, lambda visit: visit.at(visit.region or region))
    request.session[_KEY] = {
        "person": held.person.public_id.hex,
        "name": held.person.name,
        "child": held.acting is Acting.GUARDIAN,
    }


def stop(request: Request) -> None:
    """From now on the visit is about oneself again."""
    if request.session.pop(_KEY, None) is None:
        return
    forget(request.session)
    if request.principal.person_id:
        turn_to(request.session, request.principal.person_id)


def held(request: Request) -> Authority | None:
    """The authority under which the visitor acts now; None for themselves. An ended one is dropped at once."""
    wanted = request.session.get(_KEY)
    if not wanted:
        return None
    other = authority(request.principal, wanted["person"])
    if other is None:
        stop(request)
    return other


def ended(request: Request) -> str:
    """The name of the person for whom the visitor may act no longer, who is dropped; "" where nothing has ended."""
    name = name_of(request.session)
    return name if name and held(request) is None else ""


def authority(viewer: Principal, person_id: str) -> Authority | None:
    """The viewer's authority to act for this person today."""
    today = timezone.localdate()
    rows = acting.authorities(viewer, on=today)
    return acting.surest(row for row in rows if row.person.public_id.hex == person_id)


def whom(request: Request) -> str:
    """The public id of the person the visitor acts for now; "" for themselves."""
    other = held(request)
    return other.person.public_id.hex if other else ""


def turn(request: Request, person_id: str) -> str:
    """Acts for this person from now on, "" for oneself; gives the name.

    Raises `NotFound` (`representation.not_found`).
    """
    if not person_id:
        stop(request)
        return ""
    authorised = required_authority(request.principal, person_id)
    begin(request, authorised)
    return authorised.person.name


def required_authority(viewer: Principal, person_id: str) -> Authority:
    """As `authority`. Raises `NotFound` (`representation.not_found`)."""
    authorised = authority(viewer, person_id)
    if authorised is None:
        raise NotFound(
            code="representation.not_found",
            what=_("现在不能替这个人办"),
            why=_("代办可能已经到期，或者被停了。"),
            do=_("请回到“替别人办”看一看；需要的，请本人再同意一次。"),
        )
    return authorised


def applicant(request: Request) -> Principal:
    """The person whose record an application reads: the visitor, or the person they act for."""
    other = held(request)
    viewer: Principal = request.principal
    return viewer if other is None else viewer.with_person(other.person.public_id.hex)


def assurance(request: Request) -> Assurance:
    """How surely the applicant is known, and that the visitor may send for them."""
    other = held(request)
    if other is not None:
        return other.assurance
    return registry.assurance_of(request.principal)


def name_of(session: Session) -> str:
    """The name of the person the visitor acts for; "" for themselves."""
    return str(session.get(_KEY, {}).get("name", ""))
