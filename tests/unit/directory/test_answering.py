"""Which office settles a matter: of the right level, with what is doubtful about it, and never one too high."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from huigong.directory.offices import Level, OfficeBook
from huigong.directory.offices.levels import code_at
from huigong.kernel.packs import Report
from tests.shipped import shipped_offices

POLICIES = Path(__file__).resolve().parents[3] / "policies"


@cache
def offices() -> OfficeBook:
    return shipped_offices()


@pytest.mark.parametrize(
    ("region", "level", "code"),
    [
        ("220112", Level.COUNTY, "220112"),
        ("220112", Level.STATION, "220112"),
        ("220112", Level.PREFECTURE, "220100"),
        ("220112", Level.PROVINCE, "220000"),
        # which county of the city or province, nobody said
        ("220100", Level.COUNTY, None),
        ("220000", Level.COUNTY, None),
        ("220000", Level.PREFECTURE, None),
        ("100000", Level.COUNTY, None),
        # a municipality is city and province
        ("110105", Level.PREFECTURE, "110000"),
        ("500233", Level.PREFECTURE, "500000"),
        # a city without counties, a county without a city
        ("441900", Level.COUNTY, "441900"),
        ("429004", Level.PREFECTURE, "429004"),
        # courts: only where the codes tell
        ("220112", Level.BASIC_COURT, "220112"),
        ("441900", Level.BASIC_COURT, None),
        ("110105", Level.INTERMEDIATE_COURT, None),
        ("429004", Level.INTERMEDIATE_COURT, None),
        ("220112", Level.INTERMEDIATE_COURT, "220100"),
        ("999999", Level.COUNTY, None),
    ],
)
def test_which_region_a_level_is(region: str, level: Level, code: str | None) -> None:
    assert code_at(region, level) == code


@pytest.mark.parametrize(
    ("region", "line", "level", "shown"),
    [
        ("510400", "hrss", Level.PREFECTURE, "攀枝花市人力资源和社会保障局"),
        ("510421", "edu", Level.COUNTY, "米易县教育局（名称待核）"),
        ("510421", "police", Level.STATION, "派出所（县级部门是米易县公安局，名称待核）"),
        ("510400", "police", Level.STATION, "当地的派出所"),
        ("220000", "union", Level.COUNTY, "当地县级工会组织"),
        ("220000", "court", Level.BASIC_COURT, "当地基层人民法院"),
        ("220000", "astronomy", Level.COUNTY, "当地县级的主管部门"),
    ],
)
def test_what_is_told(region: str, line: str, level: Level, shown: str) -> None:
    assert offices().answering(region, line, level).shown == shown


@pytest.mark.parametrize(
    ("line", "on", "shown"),
    [
        ("medical-insurance", date(2017, 12, 31), "当地县级人力资源社会保障部门"),
        ("medical-insurance", date(2018, 12, 31), "当地县级医疗保障部门"),
        ("emergency", date(2016, 6, 1), "当地县级安全生产监管部门"),
        ("work-safety", date(2020, 6, 1), "当地县级应急管理部门"),
        ("edu", date(2016, 6, 1), "当地县级教育部门"),
    ],
)
def test_a_class_of_offices_is_of_its_day(line: str, on: date, shown: str) -> None:
    assert offices().answering("220000", line, Level.COUNTY, on).shown == shown


@pytest.fixture
def book(tmp_path: Path) -> OfficeBook:
    """A county with one office known in full, one invented, and an invented police station."""
    (tmp_path / "100000").mkdir()
    (tmp_path / "100000/offices.yaml").write_text(
        (POLICIES / "100000/offices.yaml").read_text("utf-8"), "utf-8"
    )
    (tmp_path / "350481").mkdir()
    (tmp_path / "350481/offices.yaml").write_text(
        """\
region: "350481"
place: 永安市
bare: 永安
level: 市
offices:
  edu: {name: 永安市教育局, address: 虚构路1号, phone: "0000-0000000", hours: 工作日9点到17点}
  civil: {name: 永安市示范民政局, made_up: true}
desks:
  - {line: police, level: station, name: 示范派出所, serves: 示范街道, made_up: true}
""",
        "utf-8",
    )
    return OfficeBook.load(tmp_path)


def test_where_an_office_receives_people_is_told_as_entered(book: OfficeBook) -> None:
    office = book.answering("350481", "edu", Level.COUNTY).office
    assert office is not None
    assert office.contact.known
    assert office.contact.text == "地址：虚构路1号；电话：0000-0000000；时间：工作日9点到17点"
    unknown = book.answering("350481", "hrss", Level.COUNTY).office
    assert unknown is not None and not unknown.contact.known
    assert "还没有录入" in unknown.contact.text


def test_an_invented_office_says_so_wherever_it_is_named(book: OfficeBook) -> None:
    answering = book.answering("350481", "civil", Level.COUNTY)
    assert answering.shown == "永安市示范民政局（虚构，待当地填写）"
    assert answering.office is not None
    assert answering.office.marked == "永安市示范民政局（虚构，待当地填写）"
    ((station),) = book.answering("350481", "police", Level.STATION).desks
    assert (station.name, station.doubt) == ("示范派出所", "虚构，待当地填写")
    assert book.answering("350481", "police", Level.COUNTY).desks == ()


def test_a_desk_is_below_the_county_and_of_a_known_line(tmp_path: Path, book: OfficeBook) -> None:
    file = tmp_path / "350481/offices.yaml"
    text = file.read_text("utf-8")
    for old, new, word in (
        ("level: station", "level: county", "station"),
        ("line: police", "line: polise", "police"),
    ):
        file.write_text(text.replace(old, new), "utf-8")
        report = Report()
        OfficeBook.read(tmp_path, report)
        assert any(word in f"{error.do}{error.what}" for error in report.errors)


def test_letters_are_numbered_by_a_code_that_only_one_office_has(tmp_path: Path, book: OfficeBook) -> None:
    file = tmp_path / "350481/offices.yaml"
    text = file.read_text("utf-8").replace("name: 永安市教育局,", "name: 永安市教育局, code: 虚教,")
    file.write_text(text, "utf-8")
    assert OfficeBook.load(tmp_path).get("350481/edu").code == "虚教"
    file.write_text(text.replace("made_up: true}", "made_up: true, code: 虚教}", 1), "utf-8")
    report = Report()
    twice = OfficeBook.read(tmp_path, report)
    assert any(error.code == "offices.same_code" for error in report.errors)
    assert twice is None or twice.get("350481/civil").code == ""
