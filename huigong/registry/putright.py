"""What was put right in somebody's record, in words: what was registered, and what is registered in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter

from huigong.kernel import regions
from huigong.kernel.days import in_words
from huigong.kernel.sentences import say, wording
from huigong.registry import countries, facts, factvalues
from huigong.registry.employed import as_given
from huigong.registry.factvalues import FactValue
from huigong.registry.heard import Correction, Line
from huigong.registry.homes import Home
from huigong.registry.models import Engagement, Person, PersonFact

_LONGEST = 60  # characters of one side in a message
_WORK, _HOME, _PAPER = wording("用工登记"), wording("住处登记"), wording("证件登记")
_SIDES = (attrgetter("was"), attrgetter("now"))


def of_work(person: Person, was: Engagement, row: Engagement) -> Correction:
    """Expects `select_related("person", "employer")`."""
    lines = (
        Line(str(wording("单位")), was.employer.name, row.employer.name),
        Line(str(wording("工作地区")), _place(was.place), _place(row.place)),
        Line(str(wording("工程项目")), was.project, row.project),
        Line(str(wording("工种")), was.occupation, row.occupation),
        Line(str(wording("劳动合同")), _value(was.contract_signed), _value(row.contract_signed)),
        Line(str(wording("起止")), _spell(was), _spell(row)),
    )
    said = (_work_in_short(was), _work_in_short(row))
    return Correction(person, row.recorded_at, str(_WORK), *said, _first_other_day(was, row), lines)


def of_home(person: Person, was: Home, home: Home, *, at: datetime) -> Correction:
    """`home` is registered in the place of `was`; what was believed of the days from the earlier one on is wrong."""
    days = [day for day in (was.since, home.since) if day is not None]
    lines = (
        Line(str(wording("现居住地")), _place(was.residence), _place(home.residence)),
        Line(str(wording("从哪天住起")), _value(was.since), _value(home.since)),
    )
    said = (_home_in_short(was), _home_in_short(home))
    return Correction(person, at, str(_HOME), *said, min(days), lines)


def of_paper(person: Person) -> dict[str, str]:
    """What a paper says of somebody besides its number, in words, by field."""
    return {
        "sex": person.get_sex_display(),
        "born_on": in_words(person.born_on),
        "paper_country": countries.name_of(person.paper_country),
    }


def of_papers(person: Person, was: Mapping[str, str], *, at: datetime) -> Correction:
    """`was` is what `of_paper` said before; what was believed of any day of their life is wrong."""
    words = {
        "sex": wording("性别"),
        "born_on": wording("出生日期"),
        "paper_country": wording("护照的国家或地区"),
    }
    now = of_paper(person)
    lines = tuple(Line(str(words[name]), was[name], now[name]) for name in now if was[name] != now[name])
    before, after = ("，".join(part for line in lines if (part := each(line))) for each in _SIDES)
    return Correction(person, at, str(_PAPER), before, after, person.born_on, lines)


def puts_right(row: PersonFact) -> bool:
    """Whether another value counted on its first day, or of the days behind its last one until now; before it is kept."""
    was = facts.believed_before(row)
    if was is not None and was != factvalues.decode(row.value):
        return True
    before, after = _behind(row)
    return before != after


def of_fact(row: PersonFact) -> Correction:
    """What counted of its first day until then and what it says; where that is the same, what counted behind its last day."""
    now: FactValue | None = factvalues.decode(row.value)
    since, was = row.valid_from, facts.believed_before(row)
    if was == now and row.valid_until is not None:
        since, (was, now) = row.valid_until + timedelta(days=1), _behind(row)
    before, after = _value(was), _value(now)
    return Correction(
        row.person, row.recorded_at, row.fact, before[:_LONGEST], after[:_LONGEST], since,
        (Line(row.fact, before, after),),
    )  # fmt: skip


def _behind(row: PersonFact) -> tuple[FactValue | None, FactValue | None]:
    """What counted on the day behind the row's last one until it was recorded, and what has since; nothing without a last day."""
    if row.valid_until is None:
        return None, None
    return facts.believed_about(row, row.valid_until + timedelta(days=1))


def _first_other_day(was: Engagement, row: Engagement) -> date:
    first = min(was.valid_from, row.valid_from)
    of_each_day = (replace(as_given(each), valid_until=None) for each in (was, row))
    if len(set(of_each_day)) > 1:
        return first
    ends = [each.valid_until for each in (was, row) if each.valid_until is not None]
    return min(ends) + timedelta(days=1) if was.valid_until != row.valid_until else first


def _work_in_short(row: Engagement) -> str:
    """`虚构公司（虚构桥），2024年3月5日至2024年9月30日`."""
    where = f"{row.employer.name}（{row.project}）" if row.project else row.employer.name
    return say("{where}，{spell}", where=where, spell=_spell(row))


def _spell(row: Engagement) -> str:
    until = in_words(row.valid_until) if row.valid_until else str(wording("今天"))
    return say("{since}至{until}", since=in_words(row.valid_from), until=until)


def _home_in_short(home: Home) -> str:
    where = _place(home.residence)
    return say("{where}，{since}起", where=where, since=in_words(home.since)) if home.since else where


def _place(code: str) -> str:
    return regions.find(code).full_name if code else ""


def _value(value: FactValue | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(wording("是") if value else wording("否"))
        case date():
            return in_words(value)
    return str(value)
