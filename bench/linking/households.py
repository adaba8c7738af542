"""Registers of another kind than `registers`: families that live, move and are written down by different offices.

People come as households with marriages, births and twins; names are as uneven as real ones; those of Uyghur, Yi and
Tibetan people are put together from parts that offices spell in several ways, and many were given the first of January
as a birthday. `SHAPES` are what a county meets. Everybody is made up; the county codes were never issued.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from bench.linking.registers import HEARD_SURNAMES, MANY_SOUNDS, MISREAD_SURNAMES, Registers
from huigong.kernel.identity import check_character

Row = dict[str, object]
_SURNAMES = "李王张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢单仇解查区朴覃欧阳"
_POPULAR = [
    "伟",
    "芳",
    "秀英",
    "建国",
    "桂英",
    "丽",
    "强",
    "磊",
    "军",
    "敏",
    "静",
    "秀兰",
    "建军",
    "玉兰",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "秀珍",
    "桂兰",
    "志强",
    "建华",
    "小红",
    "春梅",
    "海燕",
    "梓涵",
    "浩然",
    "子轩",
    "欣怡",
    "雨桐",
    "俊杰",
]
_CHARACTERS = "安邦宝北彬炳昌长朝成传春翠大德登东恩发飞凤福刚光国海汉和恒洪花华怀会吉家江金锦进景菊军开康兰乐礼莲良林龙禄明木宁盼平齐启泉仁荣瑞润森山善生世寿书树双顺松泰堂天田廷文武祥小心新兴学雪彦阳义银永友有余玉元远月云泽珍正志忠竹子祖晓丽莉英瑛玮健军君敏靖萍洁智辉晖波博红宏鸣雯灵梅玫琳佳嘉芸旭峰锋"
# Each part with the ways in which offices write it.
_UYGHUR = (("买买提", "麦麦提", "买麦提"), ("艾力", "艾里"), ("阿不都拉", "阿卜杜拉"), ("吐尔逊", "吐尔孙"), ("古丽娜尔", "古丽娜"),
           ("阿依古丽", "阿依姑丽"), ("热合曼", "热赫曼"), ("艾合买提", "艾哈迈提"), ("努尔兰",), ("帕提古丽", "帕提姑丽"), ("依明", "伊敏"),
           ("玉素甫", "于素甫"), ("卡德尔", "喀迪尔"), ("图尔荪", "吐尔荪"), ("肉孜", "如孜"), ("米吉提",), ("斯拉木",), ("吾斯曼", "乌斯曼"))  # fmt: skip
_YI = (
    ("吉克", "吉客"),
    ("沙马", "沙玛"),
    ("阿尔",),
    ("勒伍", "勒吾"),
    ("俄木", "俄姆"),
    ("的日",),
    ("马海",),
    ("海来",),
    ("阿苏",),
    ("曲比",),
)
_YI_GIVEN = (
    ("拉者", "拉哲"),
    ("阿木", "阿牧"),
    ("伍呷", "伍嘎"),
    ("日古",),
    ("石布", "史布"),
    ("友果",),
    ("克哈",),
    ("子日",),
    ("阿依",),
    ("木果",),
)
_TIBETAN = (("扎西",), ("次仁", "才让"), ("多吉", "多杰"), ("尼玛",), ("卓玛",), ("顿珠", "顿主"), ("央金",), ("格桑",), ("达瓦",), ("旺堆",),
            ("拉姆", "拉毛"), ("平措", "彭措"), ("罗布",), ("洛桑",))  # fmt: skip
COLUMNS = ("id", "姓名", "证件号码", "出生日期", "性别", "手机号", "户籍地", "住址", "户主")
ENGLISH = dict(zip(COLUMNS, ("id", "name", "id_number", "birth_date", "sex", "phone", "hukou_code", "address", "household_head"), strict=True))  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """What two offices know and how they err, as shares. `namesakes` are planted: same name, day and sex; `same_place`
    says down to which digit of the home's code, `apart` that each stands in one file only."""

    both: float = 0.75
    columns: tuple[str, ...] = COLUMNS
    english: bool = False
    place_digits: int = 12
    missing: tuple[float, float] = (0.05, 0.05)
    phone_missing: float = 0.05
    phone_changed: float = 0.10
    family_phone: float = 0.20
    sex_missing: float = 0.0
    moved: float = 0.05
    bride_moved: float = 0.08
    heard: float = 0.01
    slip: float = 0.004
    spaced: float = 0.01
    minority: float = 0.04
    respelled: float = 0.10
    new_year: float = 0.15
    twins: float = 0.012
    namesakes: float = 0.001
    same_place: int = 6
    apart: bool = False
    lent: float = 0.001
    two_numbers: float = 0.001
    number_slip: float = 0.006
    fifteen: float = 0.0
    swapped: float = 0.004
    birth_slip: float = 0.004


_NO_HOME = ("id", "姓名", "证件号码", "出生日期", "性别", "手机号", "户籍地")
USUAL = Shape()
SHAPES: dict[str, Shape] = {
    "usual": USUAL,
    "half the numbers": replace(USUAL, missing=(0.45, 0.45)),
    "no address": replace(USUAL, columns=_NO_HOME, place_digits=6),
    "no address, half the numbers": replace(
        USUAL, columns=_NO_HOME, place_digits=6, missing=(0.45, 0.45), namesakes=0.0
    ),
    "no address, half the numbers, namesakes": replace(
        USUAL, columns=_NO_HOME, place_digits=6, missing=(0.45, 0.45), phone_changed=0.02, moved=0.02
    ),
    "namesakes in one file only": replace(
        USUAL, columns=_NO_HOME, place_digits=6, missing=(0.45, 0.45), apart=True, phone_changed=0.02, moved=0.02
    ),
    "no phone": replace(USUAL, columns=tuple(each for each in COLUMNS if each != "手机号")),
    "name, number and phone": replace(USUAL, columns=("id", "姓名", "证件号码", "手机号"), english=True),
    "name, number and birth": replace(USUAL, columns=("id", "姓名", "证件号码", "出生日期"), english=True),
    "no number at all": replace(USUAL, missing=(1.0, 1.0), phone_changed=0.02),
    "minority county": replace(USUAL, minority=0.6, new_year=0.3, respelled=0.15),
    "families on one phone": replace(USUAL, family_phone=0.6, twins=0.03, missing=(0.45, 0.45)),
    "old numbers": replace(USUAL, fifteen=0.15),
    "lent and second numbers": replace(USUAL, lent=0.005, two_numbers=0.003),
    "written by ear": replace(USUAL, heard=0.05, missing=(0.2, 0.2)),
    "brides": replace(USUAL, bride_moved=0.25, phone_changed=0.2),
}  # fmt: skip


@dataclass
class _Person:
    parts: list[tuple[str, ...]]  # each with the ways to write it
    dotted: bool
    number: str
    birth: date
    sex: str
    phone: str
    place: str
    address: str
    head: str
    bride: bool = False
    family: list[_Person] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        return ("·" if self.dotted else "").join(part[0] for part in self.parts)


def make(people: int, shape: Shape, *, seed: int = 27) -> Registers:
    """Files of about `people` rows each."""
    return _County(Random(seed), shape).registers(people)


class _County:
    def __init__(self, dice: Random, shape: Shape) -> None:
        self.dice, self.shape, self.homes = dice, shape, 0
        self.numbers: set[str] = set()

    def registers(self, people: int) -> Registers:
        shape = self.shape
        population: list[_Person] = []
        apart: dict[int, str] = {}
        alike: list[tuple[int, int]] = []
        everybody = round(people * (2 - shape.both))
        while len(population) < everybody:
            begin = len(population)
            population += self.household()
            born = [(person.birth, person.number) for person in population[begin:]]
            alike += [
                (begin + row, begin + other)
                for row in range(len(born))
                for other in range(row)
                if born[row][0] == born[other][0]
            ]
            if self.chance(shape.namesakes * (len(population) - begin)):
                population.append(self.namesake(population[begin]))
                alike.append((begin, len(population) - 1))
                if shape.apart:
                    apart |= {begin: "a", len(population) - 1: "b"}
        share = (1 - shape.both) / (2 - shape.both)
        where = [apart.get(index, self.file(share)) for index in range(len(population))]
        first = {
            index: self.row(population[index], f"A{index:07d}", 0)
            for index, files in enumerate(where)
            if "a" in files
        }
        second = {
            index: self.row(population[index], f"B{index:07d}", 1)
            for index, files in enumerate(where)
            if "b" in files
        }
        truth = {(f"A{index:07d}", f"B{index:07d}") for index in first.keys() & second.keys()}
        never = {
            (f"A{row:07d}", f"B{other:07d}")
            for pair in alike
            for row, other in (pair, pair[::-1])
            if row in first and other in second
        }
        rows = list(first.values()), list(second.values())
        for each in rows:
            self.dice.shuffle(each)
        return Registers(*rows, truth, never)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def file(self, share: float) -> str:
        return self.dice.choices(("a", "b", "ab"), weights=(share, share, 1 - 2 * share))[0]

    # A county's people -------------------------------------------------------------------------

    def household(self) -> list[_Person]:
        place, address = self.home()
        minority = (
            self.dice.choice((self.uyghur, self.yi, self.tibetan))
            if self.chance(self.shape.minority)
            else None
        )
        phone = self.phone()
        husband_born = self.day(date(1955, 1, 1), 17000, minority is not None)
        surname = self.surname()
        family = [
            self.person(minority or self.han(surname), "男", husband_born, place, address, phone, minority)
        ]
        if self.chance(0.8):
            wife_born = self.day(husband_born - timedelta(days=900), 2500, minority is not None)
            wife = self.person(
                minority or self.han(self.surname()), "女", wife_born, place, address, phone, minority
            )
            wife.bride = True
            family.append(wife)
            born = self.day(wife_born + timedelta(days=7300), 3000, minority is not None)
            for _ in range(self.dice.choices((0, 1, 2, 3), weights=(3, 4, 3, 1))[0]):
                sex = self.dice.choice("男女")
                child = self.person(minority or self.han(surname), sex, born, place, address, phone, minority)
                family.append(child)
                if self.chance(self.shape.twins * 3):
                    family.append(self.twin(child, sex if self.chance(0.65) else self.dice.choice("男女")))
                born += timedelta(days=self.dice.randint(400, 2500))
        head = family[0].name
        for person in family:
            person.head, person.family = head, family
        return family

    def person(self, named: Callable[[], tuple[list[tuple[str, ...]], bool]], sex: str, born: date, place: str, address: str,
               phone: str, minority: object) -> _Person:  # fmt: skip
        parts, dotted = named()
        own = phone if self.chance(self.shape.family_phone) else self.phone()
        return _Person(parts, dotted, self.number(place[:6], born, sex), born, sex, own, place, address, "")

    def twin(self, of: _Person, sex: str) -> _Person:
        parts = list(of.parts)
        while parts == of.parts:
            if len(of.parts) == 1:
                name = of.parts[0][0]
                parts = [(name[:-1] + self.dice.choice(_CHARACTERS),)]
            else:
                parts = [parts[0], self.dice.choice(_UYGHUR + _YI_GIVEN + _TIBETAN)]
        number = self.number(of.place[:6], of.birth, sex)
        phone = of.phone if self.chance(0.8) else self.phone()
        return replace(of, parts=parts, sex=sex, number=number, phone=phone)

    def namesake(self, of: _Person) -> _Person:
        other, address = self.home()
        place = of.place[: self.shape.same_place] + other[self.shape.same_place :]
        number = self.number(of.place[:6], of.birth, of.sex)
        head = self.han(self.surname())()[0][0][0]
        return replace(
            of, number=number, phone=self.phone(), place=place, address=address, head=head, family=[]
        )

    def home(self) -> tuple[str, str]:
        self.homes += 1
        county = self.dice.choice(("510491", "510492", "530491", "530492", "520491", "500491"))
        town, village = self.dice.randint(100, 118), self.dice.randint(200, 212)
        return f"{county}{town}{village}", f"虚构市第{county[-3:]}县{town}镇{village}村{self.homes}号"

    def phone(self) -> str:
        return f"1{self.dice.choice('3589')}0{self.dice.randrange(10**8):08d}"

    def day(self, earliest: date, spread: int, minority: bool) -> date:
        born = earliest + timedelta(days=self.dice.randrange(spread))
        return date(born.year, 1, 1) if minority and self.chance(self.shape.new_year) else born

    def number(self, county: str, born: date, sex: str) -> str:
        while True:
            body = f"{county}{born:%Y%m%d}{self.dice.randrange(500) * 2 + (sex == '男'):03d}"
            if body not in self.numbers:
                self.numbers.add(body)
                return body + check_character(body)

    def surname(self) -> str:
        place = min(int(self.dice.expovariate(1 / 14)), len(_SURNAMES) - 3)
        return "欧阳" if self.chance(0.002) else _SURNAMES[place]

    def han(self, surname: str) -> Callable[[], tuple[list[tuple[str, ...]], bool]]:
        def named() -> tuple[list[tuple[str, ...]], bool]:
            if self.chance(0.25):
                return [(surname + self.dice.choice(_POPULAR),)], False
            return [
                (surname + "".join(self.dice.choices(_CHARACTERS, k=self.dice.choice((1, 2, 2, 2, 2)))),)
            ], False

        return named

    def uyghur(self) -> tuple[list[tuple[str, ...]], bool]:
        return self.dice.choices(_UYGHUR, k=2), True

    def yi(self) -> tuple[list[tuple[str, ...]], bool]:
        return [self.dice.choice(_YI), self.dice.choice(_YI_GIVEN)], False

    def tibetan(self) -> tuple[list[tuple[str, ...]], bool]:
        return self.dice.sample(_TIBETAN, k=2), False

    # What an office writes ---------------------------------------------------------------------

    def row(self, person: _Person, id_: str, side: int) -> Row:
        """The second office errs, and comes later."""
        shape, number, born, phone = self.shape, person.number, person.birth, person.phone
        place, address, head = person.place, person.address, person.head
        if side:
            if self.chance(shape.phone_changed):
                phone = self.phone()
            if self.chance(shape.moved) or (person.bride and self.chance(shape.bride_moved)):
                place, address = self.home()
                head = self.han(self.surname())()[0][0][0]
            number, born = self.number_slips(person), self.birth_slips(born)
        name = self.spelled(person, errs=bool(side))
        row: Row = {
            "id": id_,
            "姓名": name,
            "证件号码": None if self.chance(shape.missing[side]) else number,
            "出生日期": born if shape.english else born.isoformat(),
            "性别": None if self.chance(shape.sex_missing) else person.sex,
            "手机号": None if self.chance(shape.phone_missing) else phone,
            "户籍地": place[: shape.place_digits],
            "住址": address,
            "户主": head,
        }
        return {ENGLISH[each] if shape.english else each: row[each] for each in shape.columns}

    def spelled(self, person: _Person, *, errs: bool) -> str:
        shape = self.shape
        parts = [part[0] for part in person.parts]
        if errs and len(parts) > 1:
            parts = [
                self.dice.choice(part) if self.chance(shape.respelled) else part[0] for part in person.parts
            ]
            if person.dotted and self.chance(0.02):
                parts = parts[:1]
        between = self.dice.choice(("·", "·", "", "•", "．", " ")) if person.dotted else ""
        name = between.join(parts)
        if not errs or len(parts) > 1:
            return name
        if self.chance(shape.heard):
            return self.heard(name)
        if self.chance(shape.slip) and len(name) > 1:
            place = self.dice.randrange(1, len(name))
            return name[:place] + self.dice.choice(_CHARACTERS) + name[place + 1 :]
        return f"{name[0]}　{name[1]}" if len(name) == 2 and self.chance(shape.spaced) else name

    def heard(self, name: str) -> str:
        places = [place for place, each in enumerate(name) if place and each in MANY_SOUNDS]
        if places:
            place = self.dice.choice(places)
            return name[:place] + MANY_SOUNDS[name[place]] + name[place + 1 :]
        table = self.dice.choice((HEARD_SURNAMES, MISREAD_SURNAMES))
        return table.get(name[0], name[0]) + name[1:]

    def number_slips(self, person: _Person) -> str:
        shape, number = self.shape, person.number
        if person.family and self.chance(shape.lent * 5):
            lender = self.dice.choice(person.family)
            if lender.sex == person.sex and abs((lender.birth - person.birth).days) < 4000:
                return lender.number
        if self.chance(shape.two_numbers):
            return self.number(number[:6], person.birth, person.sex)
        if self.chance(shape.fifteen):
            return number[:6] + number[8:17] if person.birth.year < 2000 else number
        if self.chance(shape.number_slip):
            place = self.dice.randrange(17)
            digits = list(number)
            digits[place] = str(self.dice.randrange(10))
            return "".join(digits)
        return number

    def birth_slips(self, born: date) -> date:
        if self.chance(self.shape.swapped) and born.day <= 12:
            return date(born.year, born.day, born.month)
        if self.chance(self.shape.birth_slip):
            return born + timedelta(days=self.dice.choice((-10, -1, 1, 10)))
        return born
