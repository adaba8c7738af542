"""Who may act for whom: by the household roll for a child, or by what was said, shown or agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localdate

from huigong.directory.assurance import Assurance, least
from huigong.directory.identity import identity_rules
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.kernel.sentences import say, wording
from huigong.registry import lookup, registration
from huigong.registry.factvalues import FactValue
from huigong.registry.households import homes_of
from huigong.registry.models import HouseholdMember, Person, Representation
from huigong.registry.models.standing import BY_WORD, Acting, Ground
from huigong.registry.shapes import PersonView, view_of

_CHILD = HouseholdMember.Relation.CHILD
_GUARDIANS = (HouseholdMember.Relation.HEAD, HouseholdMember.Relation.SPOUSE)
PARENT = wording("父母")


@dataclass(frozen=True)
class Authority:
    """An authority to act for another person; `assurance` is how surely all of it is known.

    `reference` is the public id of what was recorded, "" where the household roll alone says it.
    """

    person: Person
    acting: Acting
    kinship: str
    ground: Ground
    assurance: Assurance
    until: date | None
    reference: str = ""
    matters: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """`监护人（父母）：家庭户登记`."""
        return say(
            "{acting}（{kinship}）：{ground}",
            acting=self.acting.label,
            kinship=self.kinship,
            ground=self.ground.label,
        )

    @property
    def facts(self) -> dict[str, FactValue]:
        """What rules may know of the represented person: what the resident number and the hukou say."""
        hukou = self.person.hukou_place
        return {**registration.of_number(self.person), **({"户籍地": hukou} if hukou else {})}

    def covers(self, service_id: str) -> bool:
        """Whether a service is among the matters."""
        return not self.matters or service_id in self.matters


@dataclass(frozen=True)
class ActingView:
    """One who acts for another, as either of them or a clerk sees it; `name` is the other one's."""

    reference: str
    person_id: str
    name: str
    in_words: str
    valid_from: date | None
    until: date | None
    matters: tuple[str, ...]
    sure: bool
    by_word: bool


def authority(by: Principal, person: Person, *, service_id: str, on: date) -> Authority | None:
    """The surest authority of `by` to act for this person in that matter, or None."""
    wanted = (each for each in authorities(by, on=on) if each.person.pk == person.pk)
    return surest(each for each in wanted if each.covers(service_id))


def surest(rows: Iterable[Authority]) -> Authority | None:
    """The one that is known best, the first of equals; None of none."""
    order = list(Assurance)
    return max(rows, key=lambda each: order.index(each.assurance), default=None)


def authorities(by: Principal, *, on: date) -> list[Authority]:
    """Everybody for whom `by` may act on that day, children of the household first."""
    return authorities_of(lookup.person(by.person_id), on=on) if by.person_id else []


def authorities_of(me: Person, *, on: date) -> list[Authority]:
    """The same for a person of the register."""
    recorded = Representation.objects.in_force(on=on).filter(representative=me).select_related("person")
    return [*_children(me, on=on), *(_recorded(row, me) for row in recorded)]


def helped(viewer: Principal, *, now: datetime) -> list[ActingView]:
    """The people for whom the viewer may act."""
    return [_view(each, each.person.name) for each in authorities(viewer, on=localdate(now))]


def own_view(held: Authority, *, on: date) -> PersonView:
    """The person's own view of their record, for an agent who fills in an application."""
    return view_of(held.person, on=on, own=True)


def helpers(viewer: Principal, *, now: datetime) -> list[ActingView]:
    """Who may act for the viewer, each to be ended by them."""
    if not viewer.person_id:
        return []
    return helpers_of(lookup.person(viewer.person_id), on=localdate(now))


def helpers_at_counter(viewer: Principal, person_id: str, *, on: date) -> list[ActingView]:
    """Who may act for somebody, names masked, for a clerk who may register them; nobody for others."""
    person = lookup.person(person_id)
    if not viewer.can(Permission.PERSON_REGISTER, region=person.residence):
        return []
    return [replace(row, name=mask_name(row.name)) for row in helpers_of(person, on=on)]


def helpers_of(person: Person, *, on: date) -> list[ActingView]:
    """Who may act for this person by what was recorded. The caller has checked who asks."""
    rows = Representation.objects.in_force(on=on).filter(person=person).select_related("representative")
    return [
        _view(_recorded(row, row.representative), row.representative.name, since=row.valid_from)
        for row in rows
    ]


def _children(me: Person, *, on: date) -> Iterable[Authority]:
    home, rules = homes_of([me], on).get(me), identity_rules()
    if home is None or home.relations[me] not in _GUARDIANS:
        return
    young = [
        person.pk
        for person, relation in home.relations.items()
        if relation == _CHILD and rules.minor(person.born_on, on=on)
    ]
    for child in Person.objects.filter(pk__in=young):
        yield Authority(
            person=child,
            acting=Acting.GUARDIAN,
            kinship=PARENT,
            ground=Ground.HOUSEHOLD,
            assurance=least(Assurance(me.assurance), Assurance(child.assurance)),
            until=rules.last_day_as_minor(child.born_on),
        )


def _recorded(row: Representation, representative: Person) -> Authority:
    known = (row.assurance, Assurance(row.person.assurance), Assurance(representative.assurance))
    return Authority(
        person=row.person,
        acting=Acting(row.acting),
        kinship=row.kinship,
        ground=Ground(row.ground),
        assurance=least(*known),
        until=row.valid_until,
        reference=row.public_id.hex,
        matters=tuple(row.matters),
    )


def _view(held: Authority, name: str, *, since: date | None = None) -> ActingView:
    return ActingView(
        reference=held.reference,
        person_id=held.person.public_id.hex,
        name=name,
        in_words=held.in_words,
        valid_from=since,
        until=held.until,
        matters=held.matters,
        sure=held.assurance.reaches(Assurance.CHECKED),
        by_word=held.ground in BY_WORD,
    )
