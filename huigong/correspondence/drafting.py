"""A letter of a case before it is numbered: which notice, to whom, from which office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huigong.audit import takeaways as signing
from huigong.audit.subjects import subject_of
from huigong.casework.accountability import name_of
from huigong.casework.models import Case, Party
from huigong.casework.parties import standing
from huigong.casework.procedures.roles import PartyKind
from huigong.directory import offices
from huigong.directory.offices import Office
from huigong.directory.offices.naming import place_of
from huigong.kernel import takeaways
from huigong.kernel.errors import Conflict
from huigong.kernel.regions import NATION
from huigong.kernel.sentences import say
from huigong.kernel.takeaways import Signed
from huigong.notices.actions.issuing import Draft, Issuer
from huigong.notices.letters import Code, Letter, Paper
from huigong.notices.queries import check_of
from huigong.notices.templates import Template, book

MOST_IN_CODE = 700  # characters that still print in the corner of a letter


def template_of(case: Case, move: str, *, on: date) -> Template | None:
    """The letter that a move of the case goes out with."""
    return book().for_move(case.procedure, move, service=case.service_id, region=case.region, on=on)


def recipients_of(case: Case, template: Template) -> list[Party]:
    """Who gets it: the roles that the notice names, else whoever the case is known by. Nobody unnamed."""
    everyone = [party for party in standing(case) if party.kind != PartyKind.ANONYMOUS]
    if template.to:
        return [party for party in everyone if party.role in template.to]
    return [party for party in everyone if party.is_main]


def draft_of(
    case: Case,
    party: Party,
    template: Template,
    values: Mapping[str, Any],
    *,
    office: str,
    now: datetime,
    on: date,
    paper: Paper | None = None,
) -> Draft:
    """Everything that it needs to be issued."""
    return Draft(
        template=template,
        values=values,
        recipient=called(party, on=on),
        issuer=issuer_of(office, region=case.region, on=on),
        about=subject_of(case),
        person_ref=party.person.public_id.hex if party.person else "",
        paper=paper or template.paper[0],
        code_of=lambda letter: code_of(letter, now=now),
    )


def called(party: Party, *, on: date) -> str:
    """The recipient as the letter addresses them, in full."""
    if party.person is not None:
        return str(party.person.name)
    return party.employer.name if party.employer else name_of(party.office, on)


def issuer_of(office: str, *, region: str, on: date) -> Issuer:
    """Signs with its name of that day, and numbers with its code or, where none was entered, with the name.

    Raises `DomainError` (`letter.no_office`) for an office that the book does not know.
    """
    book = offices.book()
    if not book.versions(office):
        raise Conflict(
            code="letter.no_office",
            what="发文部门不在部门名录里，发不了文书",
            why=say("名录里没有“{office}”", office=office),
            do="请管理员补全部门名录",
        )
    row = book.get(office, on)
    return Issuer(office, row.name, row.code or _code_word(row), region)


def _code_word(office: Office) -> str:
    """What its numbers begin with (机关代字): its name, after its place where the name leaves that out.

    `盐边县示范镇派出所`, `攀枝花市就业促进议事机构` for 市就业促进议事机构: many places have an office of that name.
    """
    place = place_of(office.region)
    if place is None or place.region == NATION:
        return office.name
    city_told = place.city.removesuffix("市") in office.name
    # 承德 alone is the city, not 承德县 in it.
    bare_will_do = bool(place.city) or place.region.endswith("00")
    if place.name in office.name or (bare_will_do and place.bare in office.name):
        return office.name if city_told else f"{place.city}{office.name}"
    own = office.name.removeprefix(place.level)
    return f"{place.name}{own}" if city_told else f"{place.city}{place.name}{own}"


def code_of(letter: Letter, *, now: datetime) -> Code:
    """The signed code that `huigong verify` reads without us, and what to type in where there is no scanner."""
    signed = signed_of(letter, now=now)
    picture = takeaways.qr(signed, at_most=MOST_IN_CODE)
    check = check_of(letter.number)
    return Code(picture, f"核对码 {check}　在惠工“核对文书”里填文号和它，能查真假")


def signed_of(letter: Letter, *, now: datetime) -> Signed:
    """What the code says: which letter, whose, and its check; of its text the digest, so that it fits no other."""
    says = {
        "文号": letter.number,
        "机关": letter.office,
        "核对码": check_of(letter.number),
        "正文摘要": letter.digest(),
    }
    return signing.sign(says, what=letter.name, now=now)
