"""What an official may open because of a case: with what stands in it already, linked to it once it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huigong.casework.access import readable
from huigong.casework.answers import SentForm, form_of
from huigong.casework.models import Case, Party
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.queries.openable import Openable, openable
from huigong.casework.queries.together import may_relate
from huigong.directory.principals import Principal
from huigong.forms.kinds import Kind
from huigong.forms.values import Employer
from huigong.kernel.sentences import say
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class Cause:
    """The case that another is opened for: `note` and `employer` are proposed, and can be written otherwise."""

    case_id: str
    number: str
    region: str
    note: str
    employer: str


def next_cases(viewer: Principal, case_id: str, *, on: date) -> tuple[Openable, ...]:
    """What whoever handles this case may open about its employer by what was found in it."""
    cause = cause_of(viewer, case_id)
    if cause is None:
        return ()
    return tuple(
        each
        for each in openable(viewer, on=on)
        if each.origin is Origin.INSPECTION
        and PartyKind.EMPLOYER in dict(each.parties).get(Role.RESPONDENT, frozenset())
    )


def cause_of(viewer: Principal, case_id: str) -> Cause | None:
    """The case as the cause of another; None for one that the viewer does not handle, or that is against nobody."""
    case = readable(viewer).filter(public_id=public_uuid(case_id)).select_related("application").first()
    if case is None or not may_relate(viewer, case):
        return None
    sent = form_of(case.application)
    employer = _respondent(case) or _named(sent)
    if not employer and not _asks_whom(sent):
        return None
    return Cause(
        case_id=case.public_id.hex,
        number=case.number,
        region=case.region,
        note=say("由办件{number}（{service}）查出。", number=case.number, service=case.service_name),
        employer=employer,
    )


def _respondent(case: Case) -> str:
    rows = Party.objects.filter(case=case, role=Role.RESPONDENT, employer__isnull=False, left_on__isnull=True)
    party = rows.select_related("employer").order_by("pk").first()
    return party.employer.name if party is not None and party.employer is not None else ""


def _asks_whom(sent: SentForm | None) -> bool:
    """Whether the applicant's form asks for an employer, named or not."""
    return sent is not None and any(field.kind is Kind.EMPLOYER for field in sent.form.fields.values())


def _named(sent: SentForm | None) -> str:
    """The employer that the applicant's form names, where it names one."""
    given = (answer.value for answer in sent.lodged.answers.values()) if sent else ()
    return next((value.name for value in given if isinstance(value, Employer) and value.name), "")
