"""Two fictitious registers of the same county, with the mistakes that registers have, and who is who.

Names are strung together from characters, numbers carry county codes that were never issued, and phones are made up.
Each mistake has its share in `Shares`; twins, same-day namesakes of one county, families on one phone and recycled
numbers are put in on purpose, since these are what a register must not confuse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from huigong.kernel.identity import check_character

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇解查区朴覃"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅建国红志文晓小辉鹏飞云春雪海林波斌宇浩凯健俊帆蕾薇婷玲倩颖慧巧美琳琪瑶佳嘉欣怡悦思梦雨晨阳旭东升光荣贵福禄寿喜财宝金银珍珠莲荷菊竹松柏峰山川河江湖田丰收有德仁义礼智信忠孝廉"
HOMOPHONES = ("晓小", "芳方", "丽莉", "英瑛", "伟玮", "建健", "华桦", "军君", "敏闵", "静靖", "平萍", "杰洁", "志智", "辉晖",
              "涛滔", "波博", "红宏", "明鸣", "文雯", "玲灵", "国帼", "梅玫", "林琳", "佳嘉", "云芸", "海孩", "旭绪", "峰锋")  # fmt: skip
HEARD_SURNAMES = {"单": "善", "仇": "求", "解": "谢", "查": "扎", "区": "欧", "朴": "漂", "覃": "秦", "吕": "旅",
                  "曾": "增", "任": "仁"}  # fmt: skip
MISREAD_SURNAMES = {"单": "丹", "仇": "愁", "解": "姐", "查": "茶", "区": "曲", "覃": "谭", "曾": "层"}
MINORITY = (
    "买买提·艾力",
    "阿依古丽·吐尔逊",
    "热合曼·买买提",
    "古丽娜尔·阿不都",
    "多吉·次仁",
    "尼玛·扎西",
    "巴合提·努尔兰",
    "阿不都拉·卡德尔",
)
MANY_SOUNDS = {pair[0]: pair[1] for pair in HOMOPHONES} | {pair[1]: pair[0] for pair in HOMOPHONES}


@dataclass(frozen=True)
class Shares:
    """How often each thing happens: `missing` of the numbers on each side, slips per row of the second file, special
    people per person."""

    both: float = 0.75  # of the people of a file who stand in the other too
    missing: float = 0.05
    phone_missing: float = 0.05
    phone_changed: float = 0.10
    phone_recycled: float = 0.02
    phone_shared: float = 0.08
    address_missing: float = 0.05
    moved: float = 0.08
    homophone: float = 0.02
    name_slip: float = 0.01
    name_short: float = 0.002
    two_names: float = 0.003
    number_slip: float = 0.01
    birth_swapped: float = 0.005
    birth_slip: float = 0.008
    sex_slip: float = 0.002
    borrowed: float = 0.001
    twins: float = 0.01
    namesakes: float = 0.002
    minority: float = 0.02


@dataclass
class Person:
    name: str
    number: str
    birth: date
    sex: str
    phone: str
    hukou: str
    address: str
    head: str


@dataclass
class Registers:
    """Rows of both files as dictionaries, and the pairs of ids that are one person; `never` are twins and namesakes."""

    first: list[dict[str, object]]
    second: list[dict[str, object]]
    truth: set[tuple[str, str]]
    never: set[tuple[str, str]] = field(default_factory=set)


def make(people: int, shares: Shares, *, seed: int = 10) -> Registers:
    """Files of about `people` rows each."""
    return _Maker(Random(seed), shares).make(people)


def write(rows: list[dict[str, object]], path: Path, *, without: tuple[str, ...] = ()) -> Path:
    """The rows as Parquet, columns named as in a Chinese sheet."""
    table = pa.Table.from_pylist(rows)
    pq.write_table(table.drop_columns([name for name in without if name in table.column_names]), path)
    return path


class _Maker:
    def __init__(self, dice: Random, shares: Shares) -> None:
        self.dice, self.shares, self.made = dice, shares, 0
        self.phones: list[str] = ["13000000000"]

    def make(self, people: int) -> Registers:
        population: list[Person] = []
        alike: list[tuple[int, int]] = []  # twins and namesakes, by place in the population
        everybody = round(people * (2 - self.shares.both))
        while len(population) < everybody:
            person = self.person()
            population.append(person)
            if self.chance(self.shares.phone_shared):
                population.append(self.relative(person))
            if self.chance(self.shares.twins):
                population.append(self.twin(person))
                alike.append((len(population) - 2, len(population) - 1)) if population[-2] is person else None
            if self.chance(self.shares.namesakes):
                population.append(self.namesake(person))
                alike.append((population.index(person, len(population) - 4), len(population) - 1))
        order = list(range(len(population)))
        self.dice.shuffle(order)
        only = round(people * (1 - self.shares.both))
        in_first, in_second = set(order[: len(order) - only]), set(order[only:])
        rows_a = {index: self.row(population[index], f"A{index:07d}", slips=False) for index in in_first}
        rows_b = {index: self.row(population[index], f"B{index:07d}", slips=True) for index in in_second}
        truth = {(str(rows_a[index]["id"]), str(rows_b[index]["id"])) for index in in_first & in_second}
        never = {
            (str(rows_a[row]["id"]), str(rows_b[other]["id"]))
            for pair in alike
            for row, other in (pair, pair[::-1])
            if row in in_first and other in in_second
        }
        first, second = list(rows_a.values()), list(rows_b.values())
        self.dice.shuffle(first)
        self.dice.shuffle(second)
        return Registers(first, second, truth, never)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def phone(self) -> str:
        if self.chance(self.shares.phone_recycled):
            return self.dice.choice(self.phones)
        self.phones.append(f"1{self.dice.choice('357')}0{self.dice.randrange(10**8):08d}")
        return self.phones[-1]

    def person(self) -> Person:
        born = date(1950, 1, 1) + timedelta(days=int(self.dice.triangular(0, 21000, 12000)))
        sex = self.dice.choice("男女")
        county = self.dice.choice(("510498", "510499", "510497", "510496"))
        town = f"{county}{self.dice.randint(100, 114)}{self.dice.randint(200, 214)}"
        surname = self.dice.choices(SURNAMES, weights=[1 / (place + 3) for place in range(len(SURNAMES))])[0]
        name = surname + "".join(self.dice.choices(GIVEN, k=1 if self.chance(0.12) else 2))
        if self.chance(self.shares.minority):
            name = self.dice.choice(MINORITY)
        self.made += 1
        address = f"虚构县{town[6:9]}乡{town[9:]}村{self.dice.randint(1, 9)}组{self.made}号"
        head = name if self.chance(0.3) else surname + "".join(self.dice.choices(GIVEN, k=2))
        return Person(name, self.number(county, born, sex), born, sex, self.phone(), town, address, head)

    def number(self, county: str, born: date, sex: str) -> str:
        body = f"{county}{born:%Y%m%d}{self.dice.randrange(500) * 2 + (sex == '男'):03d}"
        return body + check_character(body)

    def relative(self, person: Person) -> Person:
        """A parent or child: same phone, same home, other birth; mostly the same surname."""
        born = person.birth + timedelta(days=self.dice.choice((-1, 1)) * self.dice.randint(7000, 12000))
        sex = self.dice.choice("男女")
        surname = (
            person.name[0] if "·" not in person.name and self.chance(0.7) else self.dice.choice(SURNAMES)
        )
        name = surname + "".join(self.dice.choices(GIVEN, k=2))
        number = self.number(person.hukou[:6], born, sex)
        return Person(name, number, born, sex, person.phone, person.hukou, person.address, person.head)

    def twin(self, person: Person) -> Person:
        """Same day, home, phone and surname, one character of the name too; sometimes names that sound alike."""
        sex = person.sex if self.chance(0.6) else self.dice.choice("男女")
        name = person.name
        while name == person.name:
            if len(person.name) == 3 and "·" not in person.name:
                keep = self.dice.choice((1, 2))
                name = person.name[:keep] + self.dice.choice(GIVEN) + person.name[keep + 1 :]
            else:
                name = person.name[0] + self.dice.choice(GIVEN)
        if self.chance(0.05) and person.name[-1] in MANY_SOUNDS:
            name = person.name[:-1] + MANY_SOUNDS[person.name[-1]]
        number = self.number(person.hukou[:6], person.birth, sex)
        phone = person.phone if self.chance(0.8) else self.phone()
        return Person(name, number, person.birth, sex, phone, person.hukou, person.address, person.head)

    def namesake(self, person: Person) -> Person:
        """Same name, day, sex and county; another village, home, phone and number."""
        other = self.person()
        hukou = person.hukou[:6] + other.hukou[6:]
        number = self.number(person.hukou[:6], person.birth, person.sex)
        return Person(
            person.name, number, person.birth, person.sex, other.phone, hukou, other.address, other.head
        )

    # What a register makes of a person ----------------------------------------------------------

    def row(self, person: Person, id_: str, *, slips: bool) -> dict[str, object]:
        shares = self.shares
        name, number, birth, sex = person.name, person.number, person.birth, person.sex
        phone, hukou, address, head = person.phone, person.hukou, person.address, person.head
        if slips:
            name = self.name_slips(name)
            birth = self.birth_slips(birth)
            if self.chance(shares.number_slip):
                number = self.digits_slip(number)
            if self.chance(shares.borrowed):
                number = self.number(hukou[:6], birth + timedelta(days=900), sex)
            if self.chance(shares.sex_slip):
                sex = "女" if sex == "男" else "男"
            if self.chance(shares.phone_changed):
                phone = self.phone()
            if self.chance(shares.moved):
                other = self.person()
                address, head = other.address, other.head
                if sex == "女" or self.chance(0.3):
                    hukou = other.hukou
        if "·" in name and self.chance(0.5):
            name = name.replace("·", self.dice.choice(("", "•", ".", "・")))
        return {
            "id": id_,
            "姓名": name,
            "身份证号": None if self.chance(shares.missing) else number,
            "出生日期": birth.isoformat(),
            "性别": sex,
            "手机号": None if self.chance(shares.phone_missing) else phone,
            "户籍地": hukou,
            "住址": None if self.chance(shares.address_missing) else address,
            "户主": head,
        }

    def name_slips(self, name: str) -> str:
        shares = self.shares
        if self.chance(shares.two_names):
            return name[0] + "".join(self.dice.choices(GIVEN, k=2))
        if "·" in name:
            return name.split("·")[0] if self.chance(0.1) else name
        if self.chance(shares.homophone):
            places = [place for place, each in enumerate(name) if place and each in MANY_SOUNDS]
            if name[0] in HEARD_SURNAMES and self.chance(0.7):
                heard = self.dice.choice((HEARD_SURNAMES, MISREAD_SURNAMES))
                return heard.get(name[0], HEARD_SURNAMES[name[0]]) + name[1:]
            if places:
                place = self.dice.choice(places)
                return name[:place] + MANY_SOUNDS[name[place]] + name[place + 1 :]
        if self.chance(shares.name_slip):
            place = self.dice.randrange(1, len(name))
            return name[:place] + self.dice.choice(GIVEN) + name[place + 1 :]
        if len(name) == 3 and self.chance(shares.name_short):
            return name[0] + name[2]
        return name

    def birth_slips(self, born: date) -> date:
        if self.chance(self.shares.birth_swapped) and born.day <= 12:
            return date(born.year, born.day, born.month)
        if self.chance(self.shares.birth_slip):
            kind = self.dice.choice("ymd")
            if kind == "y":
                return date(born.year + self.dice.choice((-1, 1)), born.month, min(born.day, 28))
            if kind == "m":
                return date(born.year, self.dice.randint(1, 12), min(born.day, 28))
            return date(born.year, born.month, self.dice.randint(1, 28))
        return born

    def digits_slip(self, number: str) -> str:
        place = self.dice.randrange(17)
        if self.chance(0.5):
            return number[:place] + str(self.dice.randrange(10)) + number[place + 1 :]
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
