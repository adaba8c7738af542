"""Who may read which letter: the office that issued it, whoever reads the case, and whom it concerns."""

from __future__ import annotations

from huigong.audit import former
from huigong.casework import parties
from huigong.casework.access import readable
from huigong.casework.models import Case
from huigong.casework.procedures.roles import OWN_SIDE, Part
from huigong.casework.queries.subjects import case_id_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NotFound
from huigong.notices.models import Notice
from huigong.registry.lookup import public_uuid


def may_serve(viewer: Principal, letter: Notice) -> bool:
    """Whether the viewer acts for the office whose letter it is."""
    return viewer.can(Permission.CASE_DECIDE, region=letter.region, office=letter.office)


def reads_as_official(viewer: Principal, letter: Notice) -> bool:
    """Its own office also after the case has gone to another one."""
    case_id = public_uuid(case_id_of(letter.about))
    return may_serve(viewer, letter) or readable(viewer).filter(public_id=case_id).exists()


def own_letters(viewer: Principal, case: Case) -> frozenset[str]:
    """To whom the letters are that the viewer may read as a party, by public id.

    One's own, also from before two records became one; and, for whoever sees all of the case (the applicant, who acts for them), those of their side.
    A reporter and whoever is proceeded against read what is addressed to them, and nothing else.
    """
    if not viewer.person_id:
        return frozenset()
    roles = parties.roles_of(viewer, case)
    if not roles:
        return frozenset()
    seen = frozenset().union(*(role.standing.sees for role in roles))
    side = parties.persons(case, OWN_SIDE) if seen == frozenset(Part) else []
    return former.ids_of(public_uuid(viewer.person_id).hex, *(person.public_id.hex for person in side))


def case_of(letter: Notice) -> Case:
    """The case that the letter is about. Raises `DomainError` (`notice.not_found`)."""
    rows = parties.with_roles(Case.objects.all())
    case = rows.filter(public_id=public_uuid(case_id_of(letter.about))).first()
    if case is None:
        raise letter_not_found()
    return case


def letter_not_found() -> DomainError:
    """The same for a letter that does not exist and for one that is not the viewer's."""
    return NotFound("notice.not_found", what="没有找到这份文书", do="请核对文号，或从办件里打开")
