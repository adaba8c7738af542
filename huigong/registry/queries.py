"""Reading the register. Every look at somebody else needs a purpose and leaves a record in the same call."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.paginator import Paginator
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from huigong.audit.actions import record_accesses
from huigong.audit.subjects import subject_of
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import writing
from huigong.kernel.errors import Invalid, NotFound
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.registry import homes, lookup, numbers, refusals, seeking
from huigong.registry.access import look, require_may_look, require_purpose, within_reach
from huigong.registry.models import Engagement, HouseholdMember, Person, PersonFact
from huigong.registry.need import by_need, has_need
from huigong.registry.newcomers import name_differs
from huigong.registry.seeking import Sought
from huigong.registry.shapes import (
    EngagementView,
    FactView,
    MemberView,
    PeoplePage,
    PersonRecord,
    PersonView,
    engagement_view,
    fact_view,
    member_view,
    view_of,
)
from huigong.registry.stamps import stamp_of
from huigong.registry.statements import surest_first

__all__ = [
    "EngagementView",
    "FactView",
    "MemberView",
    "PeoplePage",
    "PersonRecord",
    "PersonView",
    "assurance_of",
    "find",
    "household_headed_by",
    "knows_own_number",
    "on_record",
    "own",
    "person",
    "person_id_of_account",
    "person_record",
    "reveal",
    "search",
]

REVEALABLE = frozenset({"name", "resident_number", "phone", "address"})
_A_PAGE = 20
_MASKED = ("name", "resident_number", "phone", "sex", "born_on", "hukou_place", "residence")


def person(viewer: Principal, public_id: str, *, now: datetime) -> PersonView:
    """One person, masked.

    Raises `DomainError`: `person.not_found`, `access.denied`, `person.purpose_needed`.
    """
    row = lookup.person(public_id)
    with refusals.told(viewer, subject_of(row), person=row.public_id.hex, now=now):
        look(viewer, row, permission=Permission.PERSON_FIND, now=now, fields=_MASKED)
    return view_of(row, on=localdate(now), own=lookup.is_own(viewer, row))


def person_record(viewer: Principal, public_id: str, *, now: datetime) -> PersonRecord:
    """One person with engagements, household and facts as believed now, the surest of each first; one access event.

    Whoever has nothing to do with the person (`has_need`) gets the head alone, as a search shows it. Raises as `person`.
    """
    row, today = lookup.person(public_id), localdate(now)
    with refusals.told(viewer, subject_of(row), person=row.public_id.hex, now=now):
        whole = require_may_look(viewer, row, Permission.PERSON_FIND) or has_need(viewer, row, on=today)
        fields = (*_MASKED, *(("engagements", "household", "facts") if whole else ()))
        look(viewer, row, permission=Permission.PERSON_FIND, now=now, fields=fields)
    if not whole:
        return PersonRecord(view_of(row, on=today), (), "", (), (), homes.is_own_word(row), whole=False)
    engagements = list(Engagement.objects.known_at().filter(person=row).select_related("employer"))
    home = homes.standing(row)
    facts = PersonFact.objects.known_at().valid_on(today).filter(person=row)
    housemates = _housemates(row)
    return PersonRecord(
        person=view_of(row, on=today, own=lookup.is_own(viewer, row)),
        engagements=tuple(engagement_view(each) for each in engagements),
        household_id=housemates[0].household.public_id.hex if housemates else "",
        household=tuple(member_view(member, on=today) for member in housemates),
        facts=tuple(fact_view(fact, on=today) for fact in surest_first(facts, today)),
        home_said=home.own_word,
        home_put_right=stamp_of(home.put_right) if home.put_right else None,
    )


def find(
    viewer: Principal,
    *,
    now: datetime,
    resident_number: str | None = None,
    phone: str | None = None,
    name: str | None = None,
    page: int = 1,
) -> PeoplePage:
    """The people within the viewer's regions, by exactly one of number, phone or full name, 20 a page.

    A page beyond the last is the last. Each person on the page leaves an access event; a search
    that finds nobody leaves one too.
    Raises `DomainError`: `person.one_criterion`, `identity.*`, `access.denied`, `person.purpose_needed`,
    `person.too_many_found`, which counts: not to be called in a transaction that the refusal undoes.
    """
    criterion, plain = _criterion(resident_number=resident_number, phone=phone, name=name)
    return _found(viewer, Sought(criterion, plain), now=now, page=page)


def search(viewer: Principal, text: str, *, now: datetime, page: int = 1) -> PeoplePage:
    """As `find`, by whatever was typed into one box: number, phone, name, pinyin or initials.

    Who has the name itself comes before those whose name sounds like it; as many queries for any number of people.
    Raises as `find`, and `person.too_many_found`, `person.nothing_sought`, `person.name_*`.
    """
    return _found(viewer, seeking.read(text), now=now, page=page)


@transaction.atomic
def on_record(viewer: Principal, number: str, *, now: datetime, name: str = "") -> Person | None:
    """The person on record with this resident number in the official's regions, or None.

    What somebody has typed online with that number is passed over, however often. The look leaves an event, as
    a search for nobody does. Raises `DomainError`: `person.not_checked` where nothing else is there,
    `person.name_differs` where a name is given and the register knows the number by another one,
    `identity.*`, `access.denied`, `person.purpose_needed`.
    """
    viewer.require(Permission.PERSON_FIND)
    require_purpose(viewer)
    plain = ResidentId.parse(number).number
    within = within_reach(viewer, Permission.PERSON_FIND)
    holder = numbers.holder(plain)
    if holder is not None and within.filter(pk=holder.person.pk).exists():
        look(viewer, holder.person, permission=Permission.PERSON_FIND, now=now, fields=_MASKED)
        if name and not holder.is_named(name):
            raise name_differs()
        return holder.person
    if within.by_index("resident_number", plain).exists():
        raise lookup.not_checked()
    refusals.record_nobody(viewer, "resident_number", now=now)
    return None


def household_headed_by(viewer: Principal, number: str, *, now: datetime) -> str:
    """The public id of the household whose head has this resident number.

    Raises as `on_record`, and `NotFound` (`household.no_such_head`).
    """
    person = on_record(viewer, number, now=now)
    heads = HouseholdMember.objects.filter(
        person=person, relation=HouseholdMember.Relation.HEAD, valid_until=None
    )
    row = heads.select_related("household").first() if person is not None else None
    if row is None:
        raise NotFound(
            code="household.no_such_head",
            about="number",
            what="没有找到以这个人为户主的家庭户",
            do="请核对号码；户主还没有登记家庭户的，先在户主的档案里登记",
        )
    return row.household.public_id.hex


def reveal(viewer: Principal, public_id: str, fields: Collection[str], *, now: datetime) -> dict[str, str]:
    """The named fields in full: any of name, resident_number, phone, address. Each time leaves an event.

    Others need a reason to (`need`). Raises `DomainError`: `person.not_found`, `person.field_unknown`,
    `access.denied`, `person.purpose_needed`, `person.no_need`, `person.minor_not_approved`,
    `look.refused_too_often`.
    """
    unknown = sorted(set(fields) - REVEALABLE)
    if unknown or not fields:
        raise Invalid(
            code="person.field_unknown",
            about="fields",
            what="没有选择可以显示的内容",
            do="可以显示：姓名、身份证号、手机号、住址",
        )
    row = lookup.person(public_id)
    with refusals.bounded(viewer, subject_of(row), person=row.public_id.hex, now=now):
        if not require_may_look(viewer, row, Permission.PERSON_REVEAL):
            viewer = by_need(viewer, row, on=localdate(now))
    look(viewer, row, permission=Permission.PERSON_REVEAL, now=now, fields=fields, every_time=True)
    return {field: getattr(row, field) for field in sorted(set(fields))}


def own(viewer: Principal, *, now: datetime) -> PersonView | None:
    """The viewer's own record, or None for somebody not registered."""
    row = Person.objects.filter(public_id=lookup.public_uuid(viewer.person_id or "")).first()
    return None if row is None else view_of(row, on=localdate(now), own=True)


def person_id_of_account(account_id: str) -> str | None:
    """The public id of the person behind a worker's account: what a login puts into the principal."""
    row = Person.objects.filter(account__public_id=lookup.public_uuid(account_id)).only("public_id").first()
    return None if row is None else row.public_id.hex


def assurance_of(viewer: Principal) -> Assurance:
    """How surely the viewer is known; by no more than a phone for somebody who is not registered."""
    row = (
        Person.objects.filter(public_id=lookup.public_uuid(viewer.person_id or "")).only("assurance").first()
    )
    return Assurance.PHONE if row is None else Assurance(row.assurance)


def knows_own_number(account_id: str, ending: str) -> bool:
    """Whether `ending` is the end of the number of the person behind a worker's account; of who has no paper, the day of
    birth in six figures."""
    row = Person.objects.filter(account__public_id=lookup.public_uuid(account_id)).first()
    known = "" if row is None else row.resident_number or f"{row.born_on:%y%m%d}"
    end = known[-len(ending) :] if ending else ""
    return constant_time_compare(end, ending) and bool(end)


def _criterion(*, resident_number: str | None, phone: str | None, name: str | None) -> tuple[str, str]:
    """What to look for, and its text as it is kept."""
    given = {
        "resident_number": ResidentId.parse(resident_number).number if resident_number else "",
        "phone": normalise_phone(phone) if phone else "",
        "name": writing.person_name(name) if name and name.strip() else "",
    }
    chosen = [(criterion, plain) for criterion, plain in given.items() if plain]
    if len(chosen) != 1:
        raise Invalid(
            code="person.one_criterion",
            what="请填写一项查找条件",
            why="身份证号、手机号、姓名每次只用一项",
            do="优先用身份证号查找",
        )
    return chosen[0]


def _found(viewer: Principal, sought: Sought, *, now: datetime, page: int) -> PeoplePage:
    viewer.require(Permission.PERSON_FIND)
    require_purpose(viewer)
    people = sought.among(within_reach(viewer, Permission.PERSON_FIND))
    pages = Paginator(people, _A_PAGE)
    shown = pages.get_page(page)
    rows = list(shown)
    if sought.by == "name":
        refusals.require_few(viewer, len(rows), now=now)
    looked_at = {row.public_id.hex: row.residence for row in rows if not lookup.is_own(viewer, row)}
    with transaction.atomic():
        record_accesses(viewer=viewer, now=now, people=looked_at, purpose=viewer.purpose, fields=_MASKED)
        if not rows:
            refusals.record_nobody(viewer, sought.by, now=now)
    return PeoplePage(
        tuple(view_of(row, on=localdate(now)) for row in rows),
        total=pages.count,
        page=shown.number,
        pages=pages.num_pages,
        by_ear=frozenset(row.public_id.hex for row in rows if not row.as_written),
    )


def _housemates(row: Person) -> list[HouseholdMember]:
    living = HouseholdMember.objects.filter(valid_until__isnull=True)
    homes = living.filter(person=row).values("household_id")
    return list(living.filter(household_id__in=homes).select_related("person", "household"))
