"""What the registration and the engagements of people give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from huigong.kernel import days, regions
from huigong.kernel.errors import Invalid
from huigong.kernel.identity import age_on
from huigong.kernel.sentences import say, wording
from huigong.registry import cells, workmonths
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Engagement, Person
from huigong.registry.providers import Provider

# All that is read of a person's row here: no name, number, phone or address is opened.
PLAIN = ("public_id", "sex", "born_on", "hukou_place", "residence", "residence_since", "registered_at")
_PLACES = ("户籍地", "现居住地")


def _registered(
    people: Sequence[Person], on: date, _known_at: datetime | None
) -> Mapping[int, Mapping[str, FactValue]]:
    return {person.pk: _of(person, on) for person in people}


def _of(person: Person, on: date) -> dict[str, FactValue]:
    """Dates only: the rules derive age and months of residence for the day they ask about."""
    values = {**of_number(person), **places_of(person)}
    if person.residence_since is not None and person.residence_since <= on:
        values["居住起始日期"] = person.residence_since
    return values


def of_number(person: Person) -> dict[str, FactValue]:
    """What the resident number says, as facts."""
    return {"出生日期": person.born_on, "性别": person.get_sex_display()}


def places_of(person: Person) -> dict[str, FactValue]:
    """The places that the registration names, as facts; a sheet may have left the hukou place out."""
    named = zip(_PLACES, (person.hukou_place, person.residence), strict=True)
    return {fact: place for fact, place in named if place}


def require_agrees(person: Person, fact: str, value: FactValue, *, on: date) -> None:
    """Raises `Invalid` where a statement contradicts the resident number, or what was written down from another paper, or names a place that is not on record.

    Codes: `fact.number_differs`, `regions.unknown`, `place.too_wide`.
    """
    if fact in _PLACES:
        cells.region(regions.find(str(value)).code, label=fact)
    settled = {**of_number(person), "年龄": age_on(person.born_on, max(on, person.born_on))}
    if settled.get(fact, value) != value:
        raise _differs(fact, by_card=person.paper == Person.Paper.RESIDENT)


def _differs(fact: str, *, by_card: bool) -> Invalid:
    """What a card's number says is in the number; of another paper it was written down, and may have been wrongly."""
    if by_card:
        return Invalid(
            code="fact.number_differs",
            about="value",
            what=say("“{fact}”和身份证号里的不一样", fact=fact),
            why="出生日期、性别和年龄以身份证号为准，年龄按起始日那一天的周岁算",
            do="请对照身份证核对；号码登记错了的，请先更正号码",
        )
    return Invalid(
        code="fact.number_differs",
        about="value",
        what=say("“{fact}”和登记的不一样", fact=fact),
        why="出生日期、性别和年龄以证件为准，年龄按起始日那一天的周岁算",
        do="请对照证件核对；登记错了的，请在窗口凭证件更正",
    )


def _employed(
    people: Sequence[Person], on: date, known_at: datetime | None
) -> Mapping[int, Mapping[str, FactValue]]:
    lately: dict[int, list[Engagement]] = defaultdict(list)
    within = Q(valid_until__isnull=True) | Q(valid_until__gte=workmonths.year_of(on))
    for row in Engagement.objects.known_at(known_at).filter(within, person__in=people, valid_from__lte=on):
        lately[row.person_id].append(row)
    return {
        person.pk: {**_engaged(rows, on), **workmonths.months_of(person, rows, on)}
        for person in people
        if (rows := lately.get(person.pk))
    }


def _engaged(rows: Sequence[Engagement], on: date) -> dict[str, FactValue]:
    """Unknown without a current engagement: the person may have a job that is not registered here."""
    current = [row for row in rows if days.holds(on, row.valid_from, row.valid_until)]
    if not current:
        return {}
    values: dict[str, FactValue] = {"与用人单位建立劳动关系": True}
    signed = [row.contract_signed for row in current if row.contract_signed is not None]
    if signed:
        values["签订劳动合同"] = any(signed)
    if any(row.project for row in current):
        values["在建筑工地工作"] = True
    return values


REGISTRATION = Provider(
    "registry.registration",
    frozenset({"出生日期", "性别", "户籍地", "现居住地", "居住起始日期"}),
    _registered,
    prevails=True,
    says=wording("人员登记"),
)
ENGAGEMENTS = Provider(
    "registry.engagements",
    frozenset({"与用人单位建立劳动关系", "签订劳动合同", "在建筑工地工作"}) | workmonths.GIVES,
    _employed,
    says=wording("用工登记"),
)
