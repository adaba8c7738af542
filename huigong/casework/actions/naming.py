"""Finds the party that a form names: a person by identity number, an employer by name or code, an office, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huigong.casework.actions.opening import GivenParty
from huigong.casework.procedures.roles import PartyKind, Role
from huigong.directory.principals import Principal
from huigong.kernel import writing
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.identity import normalise_uscc
from huigong.kernel.sentences import say
from huigong.registry import queries
from huigong.registry.actions import engagements
from huigong.registry.models import Employer, Person

_PURPOSE = "立案登记当事人"
_CODE_LENGTH = 18


@dataclass(frozen=True)
class Named:
    """What was filled in about one party; at most one of the four says who it is. `amount` in fen."""

    role: Role
    resident_number: str = ""
    employer: str = ""
    office: str = ""
    anonymous: bool = False
    contact: str = ""
    note: str = ""
    amount: int | None = None

    @property
    def kinds(self) -> tuple[PartyKind, ...]:
        """Each kind for which something was filled in."""
        filled = {
            PartyKind.PERSON: self.resident_number,
            PartyKind.EMPLOYER: self.employer,
            PartyKind.OFFICE: self.office,
            PartyKind.ANONYMOUS: self.anonymous,
        }
        return tuple(kind for kind, value in filled.items() if value)


def party_named(named: Named, *, by: Principal, now: datetime, place: str) -> GivenParty:
    """The party meant; a person is looked up with a trace, an employer that nobody knows is registered at `place`.

    Raises `DomainError`: `case.party_unclear`, `person.not_found`, `person.not_checked`,
    `employer.ambiguous`, `identity.*`, `access.denied`.
    """
    if len(named.kinds) != 1:
        raise Invalid(
            code="case.party_unclear",
            what=say("没有写清{label}是谁", label=named.role.label),
            why="一方只能是一个人、一家单位、一个部门，或者匿名",
            do="请只填其中一样",
        )
    (kind,) = named.kinds
    return GivenParty(
        role=named.role,
        kind=kind,
        person=_person(named.resident_number, by=by, now=now) if kind is PartyKind.PERSON else None,
        employer=_employer(named.employer, by=by, now=now, place=place)
        if kind is PartyKind.EMPLOYER
        else None,
        office=named.office,
        contact=named.contact,
        note=named.note,
        amount=named.amount,
    )


def _person(number: str, *, by: Principal, now: datetime) -> Person:
    person = queries.on_record(by.with_purpose(by.purpose or _PURPOSE), number, now=now)
    if person is None:
        raise NotFound(
            code="person.not_found",
            what="没有找到这个身份证号的人",
            why="号码可能抄错了，或者这个人还没有登记，或者不在您服务的地区",
            do="请核对号码；还没有登记的，请先在窗口登记",
        )
    return person


def _employer(written: str, *, by: Principal, now: datetime, place: str) -> Employer:
    """By code where eighteen letters and figures were written, else by the whole name."""
    code = writing.code(written)
    if len(code) == _CODE_LENGTH and code.isascii():
        return _with_code(normalise_uscc(code))
    rows = list(Employer.objects.filter(name=writing.organisation(written)).order_by("pk")[:2])
    if len(rows) > 1:
        raise Conflict(
            code="employer.ambiguous",
            what="有几家单位都叫这个名称",
            why="只凭名称分不清是哪一家",
            do="请改填统一社会信用代码",
        )
    return rows[0] if rows else engagements.register_employer(by=by, now=now, name=written, region=place)


def _with_code(code: str) -> Employer:
    row = Employer.objects.filter(uscc=code).first()
    if row is None:
        raise NotFound(
            code="employer.not_found",
            what="没有登记过这个统一社会信用代码的单位",
            why="代码可能抄错了，或者单位还没有登记",
            do="请核对代码；确实没有登记的，请改填单位全称，立案时一并登记",
        )
    return row
