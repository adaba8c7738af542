"""Who a service is for, as data: the words shown, and the conditions that stand before its rule.

    for_whom:
      says: 在单位干活、满16周岁的人
      applicant: person                                  # or employer
      age: {from: 16, under: 60, clause: "#第十五条"}     # or {none: 为什么不限}
      sex: {is: 女, clause: "#第九条"}
      population: {is: rural_hukou, clause: "#（八）"}    # or anyone, migrant_worker
      of_the_dead: true                                  # only what is given after a death

An age is a number of full years or `参数:名称`: `from` and `until` count themselves, `under`
does not. It is the age of the person whom the service is for, whoever applies for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from huigong.kernel.packs import Entry, MarkedMapping, Place, Shape, place_of
from huigong.kernel.packs.kinds import choice, flag, text, whatever
from huigong.kernel.packs.shapes import BROKEN, Key, Spot
from huigong.kernel.sentences import say, wording
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import AllOf, Cited, Constant, FactReference, Node, Not, walk
from huigong.rules.parse import parse_condition

BIRTH, AGE, SEX, HUKOU, DEAD = "出生日期", "年龄", "性别", "户籍性质", "已去世"
ASKED_FIRST = (BIRTH, AGE)


class Applicant(StrEnum):
    """Who applies."""

    PERSON = "person"
    EMPLOYER = "employer"


class Population(StrEnum):
    """Whom the clause means. Only `rural_hukou` is a condition: 进城务工人员 is no test of a hukou."""

    ANYONE = "anyone"
    MIGRANT_WORKER = "migrant_worker"
    RURAL_HUKOU = "rural_hukou"


@dataclass(frozen=True)
class Audience:
    """Who a service is for.

    `before` and `after` are its conditions, to stand around the rule; `missing` names what its
    pack has not said yet.
    """

    says: str
    applicant: Applicant = Applicant.PERSON
    population: Population | None = None
    of_the_dead: bool = False
    before: tuple[Node, ...] = ()
    after: tuple[Node, ...] = ()
    missing: tuple[str, ...] = ()


_BOUNDS = {
    "from": (">=", wording("满{age}周岁"), wording("您到了能办的年龄")),
    "until": ("<=", wording("不超过{age}周岁"), wording("您没有超过能办的年龄")),
    "under": ("<", wording("不满{age}周岁"), wording("您还没有到不能办的年龄")),
}
_AGE = Shape("年龄", {**{word: whatever(None) for word in _BOUNDS}, "clause": text(""), "none": text("")})
_SEX = Shape("性别", {"is": choice(("男", "女")), "clause": text()})
_POPULATION = Shape("人群", {"is": choice(Population), "clause": text("")})


def _shape(shape: Shape) -> Key:
    return Key(shape.kind, None)


def _population(raw: Any, spot: Spot) -> Any:
    return _POPULATION.kind(raw if isinstance(raw, Mapping) else {"is": raw}, spot)


FOR_WHOM = Shape(
    "给谁办",
    {
        "says": text(said=True),
        "applicant": choice(Applicant, Applicant.PERSON),
        "age": _shape(_AGE),
        "sex": _shape(_SEX),
        "population": Key(_population, None),
        "of_the_dead": flag(False),
    },
)


def for_whom() -> Key:
    """The mapping above; words alone while nobody has said it as data."""

    def read(raw: Any, spot: Spot) -> Any:
        if isinstance(raw, str) and raw.strip():
            return FOR_WHOM.kind({"says": raw}, spot)
        if not isinstance(raw, Mapping):
            return spot.wrong("这里应当写给谁办", "例如 {says: 在单位干活的人, age: {none: 法律不限年龄}}")
        entry = FOR_WHOM.kind(raw, spot)
        if entry is not BROKEN:
            _check(entry)
        return entry

    return Key(read, said=True, inside=FOR_WHOM)


def audience_of(entry: Entry, facts: FactDictionary) -> Audience:
    """The audience of a well-formed `for_whom`; raises `DomainError` for an age that is none."""
    employer = entry["applicant"] is Applicant.EMPLOYER
    open_fields = () if employer else tuple(word for word in ("age", "population") if entry[word] is None)
    return Audience(
        says=entry["says"],
        applicant=entry["applicant"],
        population=entry["population"] and entry["population"]["is"],
        of_the_dead=entry["of_the_dead"],
        before=tuple(_conditions(entry, facts)),
        after=tuple(_living(entry, facts)),
        missing=open_fields,
    )


def with_audience(rule: Node, audience: Audience) -> Node:
    """The rule behind the conditions of its audience: age, sex and hukou first, the living last.

    Whether somebody has died is asked of nobody and so comes after everything that may be asked.
    """
    if not (audience.before or audience.after):
        return rule
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    return AllOf((*audience.before, *parts, *audience.after), place=rule.place)


def is_assumed(node: Node) -> bool:
    """Whether a condition reads only what is taken for granted until a record says otherwise."""
    read = [part for part in walk(node) if isinstance(part, FactReference)]
    return bool(read) and all(isinstance(part.fact.derivation, Constant) for part in read)


def merged(parent: object, own: object) -> object:
    """What an inheriting service says of its audience over what the service above says."""
    if not isinstance(parent, MarkedMapping):
        return own
    both = MarkedMapping.at(parent.place)
    both.places = {**parent.places, **getattr(own, "places", {})}
    both.update(parent)
    both.update(own if isinstance(own, Mapping) else {"says": own})
    return both


def _check(entry: Entry) -> None:
    """An audience states its clauses, and an age either a bound or why there is none."""
    age, population = entry["age"], entry["population"]
    if age is not None:
        bounded = any(age[word] is not None for word in _BOUNDS)
        if bounded == bool(age["none"]):
            entry.wrong("age", "要么写 from、until、under，要么写 none 说明为什么不限年龄")
        elif bounded and not age["clause"]:
            entry.wrong("age", "年龄要写 clause，是哪一条定的")
    if population is not None and population["is"] is Population.RURAL_HUKOU and not population["clause"]:
        entry.wrong("population", "只给农业户口办的，要写 clause，是哪一条定的", "进城务工人员不等于农业户口")
    if entry["applicant"] is Applicant.EMPLOYER and (age or entry["sex"] or population):
        entry.wrong("applicant", "单位没有年龄、性别和户口")


def _conditions(entry: Entry, facts: FactDictionary) -> Iterator[Node]:
    age, sex, population = entry["age"], entry["sex"], entry["population"]
    for word, (sign, says, of_parameter) in _BOUNDS.items():
        bound = None if age is None else age[word]
        if bound is not None:
            phrase = say(says, age=bound) if isinstance(bound, int) else of_parameter
            yield _cited(f"{AGE} {sign} {bound}", age["clause"], phrase, place_of(bound, age.place), facts)
    if sex is not None:
        yield _cited(f"{SEX} = {sex['is']}", sex["clause"], "", sex.place, facts)
    if population is not None and population["is"] is Population.RURAL_HUKOU:
        yield _cited(
            f"{HUKOU} = 农业", population["clause"], wording("您是农业户口"), population.place, facts
        )


def _living(entry: Entry, facts: FactDictionary) -> Iterator[Node]:
    if DEAD in facts and entry["applicant"] is Applicant.PERSON and not entry["of_the_dead"]:
        yield Cited(Not(FactReference(DEAD, facts[DEAD])), "", wording("本人还在世"), place=entry.place)


def _cited(condition: str, clause: str, phrase: str, place: Place | None, facts: FactDictionary) -> Node:
    node = parse_condition(condition, facts=facts, where=place)
    return Cited(replace(node, place=place), clause, phrase, place=place)
