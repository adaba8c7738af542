"""A county of people who do not exist, the same ones for the same seed.

Everything here is recognisable as made up: family names are the ten heavenly
stems, resident numbers carry a county code that was never issued, phones begin
with a row of zeros. Shapes (ages, trades, families, who left whom behind) are
those of a county that sends workers and receives some; they are invented too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from huigong.kernel.identity import check_character

FAMILY_NAMES = "甲乙丙丁戊己庚辛壬癸"
GIVEN_NAMES = "禾穗麦谷稻粟柳杨桐槐松柏梅兰竹菊荷莲云雨霜雪晴岚山川溪泉石玉春夏秋冬晨暮星月"
NEVER_ISSUED = "510499"
TRADES = ("建筑", "制造", "餐饮", "家政", "物流", "矿山", "零售", "种养")
EMPLOYER_WORDS = (
    "虚构筑城",
    "虚构新禾",
    "虚构远山",
    "虚构百味",
    "虚构通达",
    "虚构安居",
    "虚构明川",
    "虚构合力",
)


@dataclass(frozen=True)
class FictitiousEmployer:
    """`name` says that it is made up; it has no credit code, since any valid one might be somebody's."""

    name: str
    trade: str


@dataclass(frozen=True)
class FictitiousPerson:
    """One made-up person; `facts` are named as in policies/facts.yaml.

    `household` groups people; `employer` is an index into the county's employers
    and `engaged_since` the first day of work there.
    """

    name: str
    resident_number: str
    phone: str
    sex: str
    born_on: date
    hukou_place: str
    residence: str
    residence_since: date
    household: int
    relation: str
    employer: int | None = None
    engaged_since: date | None = None
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FictitiousCounty:
    region: str
    on: date
    employers: tuple[FictitiousEmployer, ...]
    people: tuple[FictitiousPerson, ...]


def make_county(*, region: str, elsewhere: str, on: date, people: int, seed: int = 2014) -> FictitiousCounty:
    """`people` made-up residents of `region` as of `on`; about a third are registered `elsewhere`."""
    dice = Random(seed)
    employers = tuple(
        FictitiousEmployer(f"{word}{trade}有限公司", trade) for word in EMPLOYER_WORDS for trade in TRADES[:5]
    )
    maker = _Maker(dice=dice, region=region, elsewhere=elsewhere, on=on, employers=len(employers))
    members: list[FictitiousPerson] = []
    while len(members) < people:
        members.extend(maker.household())
    return FictitiousCounty(region=region, on=on, employers=employers, people=tuple(members[:people]))


class _Maker:
    """Draws households one after another; numbers count up so that none occurs twice."""

    def __init__(self, *, dice: Random, region: str, elsewhere: str, on: date, employers: int) -> None:
        self.dice, self.region, self.elsewhere, self.on = dice, region, elsewhere, on
        self.employers = employers
        self.people = self.households = 0
        self.births: Counter[date] = Counter()

    def household(self) -> Iterator[FictitiousPerson]:
        self.households += 1
        hukou = self.elsewhere if self.dice.random() < 0.35 else self.region
        since = self.on - timedelta(days=self.dice.randrange(20, 6000))
        head_age = self.dice.randrange(22, 60)
        yield self.person(head_age, "head", hukou, since)
        if self.dice.random() < 0.7:
            yield self.person(max(20, head_age + self.dice.randrange(-5, 6)), "spouse", hukou, since)
        for _ in range(self.dice.choice((0, 0, 1, 1, 2))):
            child_age = head_age - self.dice.randrange(21, 32)
            if 0 <= child_age < 18:
                yield self.person(child_age, "child", hukou, since)
        if self.dice.random() < 0.2:
            yield self.person(min(90, head_age + self.dice.randrange(20, 30)), "parent", hukou, since)

    def person(self, age: int, relation: str, hukou: str, since: date) -> FictitiousPerson:
        self.people += 1
        born = self.birthday(age)
        male = self.dice.random() < 0.54
        works = relation != "child" and 18 <= age < 65 and self.dice.random() < 0.75
        since = max(since, born)
        return FictitiousPerson(
            name=self.dice.choice(FAMILY_NAMES) + "".join(self.dice.sample(GIVEN_NAMES, 2)),
            resident_number=self.resident_number(born, male=male),
            phone=f"190{self.people:08d}",
            sex="male" if male else "female",
            born_on=born,
            hukou_place=hukou,
            residence=self.region,
            residence_since=since,
            household=self.households,
            relation=relation,
            employer=self.dice.randrange(self.employers) if works else None,
            engaged_since=max(since, self.on - timedelta(days=self.dice.randrange(10, 2500)))
            if works
            else None,
            facts=self.facts(age, works=works, away=hukou != self.region),
        )

    def birthday(self, age: int) -> date:
        earliest = self.on - timedelta(days=round((age + 1) * 365.25) - 1)
        return earliest + timedelta(days=self.dice.randrange(364))

    def resident_number(self, born: date, *, male: bool) -> str:
        """The serial counts the people of one birthday: two of them never share a number."""
        self.births[born] += 1
        serial = self.births[born] * 2 + (1 if male else 0)
        body = f"{NEVER_ISSUED}{born:%Y%m%d}{serial:03d}"
        return body + check_character(body)

    def facts(self, age: int, *, works: bool, away: bool) -> dict[str, object]:
        """Only some facts of a person are known, as in any real register."""
        known: dict[str, object] = {"离开户籍地": away, "户口在同市别县": False}
        if self.dice.random() < 0.8:
            known["户籍性质"] = "农业"
        if age >= 16 and self.dice.random() < 0.5:
            known["合法稳定就业"] = works
        if away and self.dice.random() < 0.4:
            known["持有居住证"] = self.dice.random() < 0.5
        if works and self.dice.random() < 0.3:
            known["签订劳动合同"] = self.dice.random() < 0.6
        return known
