"""What the register shows: masked unless it is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huigong.directory.assurance import Assurance
from huigong.kernel.identity import age_on, mask_name, mask_phone, mask_resident_id
from huigong.kernel.sentences import say
from huigong.registry import countries, factnames, factvalues
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import is_stale, stale_from
from huigong.registry.models import Engagement, HouseholdMember, Person, PersonFact
from huigong.registry.stamps import stamp_of

Verification = PersonFact.Verification
Relation = HouseholdMember.Relation


@dataclass(frozen=True)
class PersonView:
    """A person on a page; name, number and phone are masked, regions are six-digit codes."""

    public_id: str
    name: str
    resident_number: str
    phone: str
    sex: str
    age: int
    birth_year: int
    hukou_place: str
    residence: str
    residence_since: date | None
    has_account: bool
    assurance: Assurance
    paper: str
    by_card: bool

    @property
    def known_by(self) -> str:
        """How the person was identified, in words for a clerk."""
        if self.has_account:
            return self.assurance.label
        return "别人代填，没有核对" if self.assurance is Assurance.PHONE else "已登记"


@dataclass(frozen=True)
class PeoplePage:
    """One page of the people found: `total` is all of them, `page` counts from 1 to `pages`.

    `by_ear` are the public ids of those whose name is not the one sought and only sounds so."""

    people: tuple[PersonView, ...]
    total: int
    page: int
    pages: int
    by_ear: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EngagementView:
    """A spell of work; `valid_until` is the last day, None while it lasts; `put_right` as in `FactView`."""

    public_id: str
    employer: str
    place: str
    project: str
    occupation: str
    contract_signed: bool | None
    valid_from: date
    valid_until: date | None
    put_right: int | None


@dataclass(frozen=True)
class MemberView:
    """One member of the person's household, masked; `relation_name` is the word on the page (户主)."""

    person_id: str
    name: str
    relation: Relation
    relation_name: str
    age: int


@dataclass(frozen=True)
class FactView:
    """One thing known, with who says so, how sure, and from when it must be verified again (None: never).

    `region` is the place of which it was said, "" for what is not of a place; `verification_name` is the word on the page (本人陈述).
    `put_right`: the stamp of the moment at which it took the place of something wrong (`corrections`), None where it did not.
    """

    fact: str
    value: FactValue
    source: str
    region: str
    verification: Verification
    verification_name: str
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    basis: str
    stale_from: date | None
    is_stale: bool
    put_right: int | None


@dataclass(frozen=True)
class PersonRecord:
    """All the register holds about a person on a day. `home_said`: where they live is their own word, checked by nobody;
    `home_put_right` as in `FactView`.

    `household_id` is "" for somebody on no household roll. Without `whole` the reader gets the person and where
    they live, nothing else."""

    person: PersonView
    engagements: tuple[EngagementView, ...]
    household_id: str
    household: tuple[MemberView, ...]
    facts: tuple[FactView, ...]
    home_said: bool
    home_put_right: int | None = None
    whole: bool = True


def view_of(person: Person, *, on: date, own: bool = False) -> PersonView:
    """Masked for officials; for the person the name is in full, the numbers stay masked (others look over shoulders)."""
    return PersonView(
        public_id=person.public_id.hex,
        name=person.name if own else mask_name(person.name),
        resident_number=masked_number(person),
        phone=mask_phone(person.phone) if person.phone else "",
        sex=person.get_sex_display(),
        age=age_on(person.born_on, max(on, person.born_on)),
        birth_year=person.born_on.year,
        hukou_place=person.hukou_place,
        residence=person.residence,
        residence_since=person.residence_since,
        has_account=person.account_id is not None,
        assurance=Assurance(person.assurance),
        paper=paper_of(person),
        by_card=person.paper == Person.Paper.RESIDENT,
    )


def masked_number(person: Person) -> str:
    """The number masked; of another paper with its kind, so that nobody takes it for a resident number."""
    masked = mask_resident_id(person.resident_number)
    if person.paper == Person.Paper.RESIDENT:
        return masked
    kind = paper_of(person)
    return say("{paper}：{number}", paper=kind, number=masked) if masked else kind


def paper_of(person: Person) -> str:
    """`护照（法国）`; without the country where nobody has said it."""
    kind, country = person.get_paper_display(), countries.name_of(person.paper_country)
    return say("{paper}（{country}）", paper=kind, country=country) if country else kind


def engagement_view(row: Engagement) -> EngagementView:
    """The view of a row; expects `select_related("employer")`."""
    return EngagementView(
        public_id=row.public_id.hex,
        employer=row.employer.name,
        place=row.place,
        project=row.project,
        occupation=row.occupation,
        contract_signed=row.contract_signed,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        put_right=stamp_of(row.recorded_at) if row.corrects_id else None,
    )


def member_view(row: HouseholdMember, *, on: date) -> MemberView:
    """The view of a row; expects `select_related("person")`."""
    return MemberView(
        person_id=row.person.public_id.hex,
        name=mask_name(row.person.name),
        relation=Relation(row.relation),
        relation_name=row.get_relation_display(),
        age=age_on(row.person.born_on, max(on, row.person.born_on)),
    )


def fact_view(row: PersonFact, *, on: date) -> FactView:
    """As the statement stands on `on`."""
    fact = factnames.dictionary().get(row.fact)
    return FactView(
        fact=row.fact,
        value=factvalues.decode(row.value),
        source=row.source,
        region=row.region if fact is not None and fact.of_place else "",
        verification=Verification(row.verification),
        verification_name=row.get_verification_display(),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_at=row.recorded_at,
        basis=row.basis,
        stale_from=stale_from(row),
        is_stale=is_stale(row, on),
        put_right=stamp_of(row.recorded_at) if row.corrects else None,
    )
