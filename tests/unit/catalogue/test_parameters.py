"""A number of the law has a day, a region and a clause; where there is none, nobody makes one up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huigong.catalogue.services import load_catalogue
from huigong.kernel.packs import PackError
from huigong.rules.values import UNKNOWN
from tests.unit.catalogue.packs import CITY, NATION, PROVINCE, service, write

NATIONAL = """
    - name: 补贴
      type: int
      measure: 分
      values:
        - {value: 500元, from: 2015-01-01, until: 2019-12-31, clause: "#第三条"}
        - {value: 0.06万元, from: 2020-01-01, clause: "#第三条"}
        - {value: 900元, from: 2024-01-01, clause: 凭记忆, verified: false}
"""
OURS = """
    - name: 补贴
      type: int
      measure: 分
      overrides: true
      values:
        - {value: 700元, from: 2021-01-01, until: 2022-12-31, clause: "#（二）"}
    - {name: 没有公布的, type: int, measure: 分, values: []}
"""


HERE = f"{PROVINCE}/opinion/parameters.yaml"


def one_parameter(kind: str, value: str) -> str:
    return f"- {{name: 某数, {kind}, values: [{{{value}, from: 2016-01-01, clause: '#（一）'}}]}}\n"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    files = {f"{NATION}/law/parameters.yaml": NATIONAL, f"{PROVINCE}/opinion/parameters.yaml": OURS}
    return write(tmp_path, files)


@pytest.mark.parametrize(
    ("region", "on", "fen"),
    [
        (NATION, date(2014, 12, 31), UNKNOWN),
        (NATION, date(2015, 1, 1), 50_000),
        (NATION, date(2019, 12, 31), 50_000),
        (NATION, date(2020, 1, 1), 60_000),
        (CITY, date(2020, 12, 31), 60_000),
        (CITY, date(2021, 1, 1), 70_000),
        (CITY, date(2022, 12, 31), 70_000),
        (CITY, date(2023, 1, 1), 60_000),
        ("440000", date(2021, 6, 1), 60_000),
    ],
)
def test_the_nearest_region_in_force_gives_the_value(packs: Path, region: str, on: date, fen: object) -> None:
    assert load_catalogue(packs).parameters.lookup(region)("补贴", on) == fen


def test_a_value_nobody_checked_is_used_only_on_request(packs: Path) -> None:
    book = load_catalogue(packs).parameters
    on = date(2025, 1, 1)
    assert book.lookup(NATION)("补贴", on) == 60_000
    assert book.lookup(NATION, unverified=True)("补贴", on) == 90_000
    checked = book.dated("补贴", region=NATION, on=on)
    assert checked is not None
    assert checked.clause == "100000/law#第三条"


def test_a_name_without_a_value_is_not_known(packs: Path) -> None:
    book = load_catalogue(packs).parameters
    assert book.lookup(CITY)("没有公布的", date(2025, 1, 1)) is UNKNOWN
    assert book.lookup(CITY)("谁也没提过的", date(2025, 1, 1)) is UNKNOWN


def test_one_name_means_one_thing(tmp_path: Path) -> None:
    other = "- {name: 补贴, type: int, measure: 月, values: []}\n"
    with pytest.raises(PackError, match="补贴"):
        load_catalogue(
            write(
                tmp_path,
                {f"{NATION}/law/parameters.yaml": NATIONAL, f"{CITY}/opinion/parameters.yaml": other},
            )
        )


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("type: int, measure: 分", "0.96万元", 960_000),
        ("type: int, measure: 月", "6", 6),
        ("type: int, measure: 月", "6个月", 6),
        ("type: decimal", "0.6", Decimal("0.6")),
        ("type: decimal", "60%", Decimal("0.6")),
        ("type: decimal", "0.5%", Decimal("0.005")),
        ('type: decimal, measure: "%"', "60%", Decimal(60)),
        ("type: date", "2016-06-01", date(2016, 6, 1)),
        ("type: date", "2016年6月1日", date(2016, 6, 1)),
        ("type: text", "锦州市", "锦州市"),
        ("type: bool", "true", True),
        ("type: bool", "否", False),
        ("type: enum, options: [男, 女]", "女", "女"),
    ],
)
def test_a_parameter_has_any_type_of_the_language(
    tmp_path: Path, kind: str, written: str, value: object
) -> None:
    found = load_catalogue(write(tmp_path, {HERE: one_parameter(kind, f"value: {written}")}))

    read = found.parameters.lookup(CITY)("某数", date(2020, 1, 1))
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "written", "says"),
    [
        ("type: int, measure: 分", "value: 9600", "金额要写单位"),
        ("type: int", "value: 1.5", "整数"),
        ("type: int", "value: 不知道", "还没有公布的，不写这一行"),
        ("type: decimal", "value: 0.12345678", "6位"),
        ("type: date", "value: 六月", "2016-06-01"),
        ("type: bool", "value: 也许", "“是”或“否”"),
        ("type: enum, options: [男, 女]", "value: 男女", "请从“男、女”"),
        ("type: enum", "value: 男", "options"),
        ("type: text, options: [男]", "value: 男", "options"),
        ("type: rate", "value: 60%", "只能写bool、int、decimal"),
        ("type: int", "note: 没有值", "只写一样"),
        ("type: int", "value: 1, by_region: {210700: 2}", "只写一样"),
        ("type: int", "by_region: {220000: 2}", "不是210000或者它下面的地区"),
    ],
)
def test_a_value_that_is_none_of_its_type_is_refused(
    tmp_path: Path, kind: str, written: str, says: str
) -> None:
    with pytest.raises(PackError, match=says) as refused:
        load_catalogue(write(tmp_path, {HERE: one_parameter(kind, written)}))

    assert refused.value.file == HERE


def test_a_table_gives_each_region_its_value_and_those_below_inherit_it(tmp_path: Path) -> None:
    table = "by_region: {210700: 1640元, 210200: 1810元}"
    written = one_parameter("type: int, measure: 分", table)

    book = load_catalogue(write(tmp_path, {HERE: written})).parameters

    on = date(2020, 1, 1)
    assert [book.lookup(region)("某数", on) for region in (CITY, "210702", "210200", PROVINCE)] == [
        164_000,
        164_000,
        181_000,
        UNKNOWN,
    ]


def test_a_wrong_value_leaves_the_name_declared(tmp_path: Path) -> None:
    """Rules that read it are not told of too: the mistake is one, and is said once."""
    rule = {f"{PROVINCE}/opinion/services/help.yaml": service(rule="人数 >= 参数:某数")}
    with pytest.raises(PackError) as refused:
        load_catalogue(write(tmp_path, {HERE: one_parameter("type: int, measure: 人", "value: 多"), **rule}))

    assert len(refused.value.every) == 1


def test_a_value_from_above_is_replaced_only_by_one_that_says_so(tmp_path: Path) -> None:
    ours = OURS.replace("      overrides: true\n", "")
    files = {f"{NATION}/law/parameters.yaml": NATIONAL, f"{PROVINCE}/opinion/parameters.yaml": ours}
    with pytest.raises(PackError, match=r"“补贴”在100000已经有了.*overrides: true") as refused:
        load_catalogue(write(tmp_path, files))
    assert (refused.value.file, refused.value.line) == (HERE, 1)

    alone = OURS.replace("补贴", "没有的补贴")
    with pytest.raises(PackError, match="上级地区没有"):
        load_catalogue(write(tmp_path, {f"{PROVINCE}/opinion/parameters.yaml": alone}))


def test_a_name_declared_above_without_value_is_no_override(tmp_path: Path) -> None:
    empty = "- {name: 某数, type: int, values: []}\n"
    files = {f"{NATION}/law/parameters.yaml": empty, HERE: one_parameter("type: int", "value: 5")}

    book = load_catalogue(write(tmp_path, files)).parameters

    assert book.lookup(CITY)("某数", date(2020, 1, 1)) == 5
    assert book.lookup(NATION)("某数", date(2020, 1, 1)) is UNKNOWN
