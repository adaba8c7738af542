"""Names in documents lead to the office then and the office now, or say plainly that they do not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.directory.offices import OfficeBook, Resolution, book, resolve
from huigong.kernel import packs
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError
from tests.shipped import shipped_offices

LIAONING, JINZHOU, PANZHIHUA, RENHE, JILIN, SHANXI = (
    "210000",
    "210700",
    "510400",
    "510411",
    "220000",
    "140000",
)
IN_2016, IN_2019 = date(2016, 3, 1), date(2019, 5, 16)
PAST_BODIES = ("health-family-planning", "work-safety", "industry-commerce", "local-tax", "poverty", "land")


@cache
def offices() -> OfficeBook:
    return shipped_offices()


def then(found: Resolution) -> list[str]:
    return [office.name for office in found.then]


def now(found: Resolution) -> list[str]:
    return [office.name for office in found.now]


@pytest.mark.parametrize(
    ("written", "region", "on", "meant_then", "is_now"),
    [
        # dropped prefix, short form, full name, place name, and variants without 和
        ("人社局", PANZHIHUA, IN_2016, "攀枝花市人力资源和社会保障局", "攀枝花市人力资源和社会保障局"),
        ("市人社局", PANZHIHUA, IN_2016, "攀枝花市人力资源和社会保障局", "攀枝花市人力资源和社会保障局"),
        ("锦州市人社局", JINZHOU, IN_2016, "锦州市人力资源和社会保障局", "锦州市人力资源和社会保障局"),
        (
            "锦州人力资源社会保障局",
            JINZHOU,
            IN_2016,
            "锦州市人力资源和社会保障局",
            "锦州市人力资源和社会保障局",
        ),
        ("教育体育局", PANZHIHUA, IN_2016, "攀枝花市教育和体育局", "攀枝花市教育和体育局"),
        ("市教育和体育局", PANZHIHUA, IN_2016, "攀枝花市教育和体育局", "攀枝花市教育和体育局"),
        ("国土局", PANZHIHUA, IN_2016, "攀枝花市国土资源局", "攀枝花市自然资源和规划局"),
        ("**省 教 育厅**", SHANXI, IN_2019, "山西省教育厅", "山西省教育厅"),
        # renamed, and merged into another line
        ("市住建委", JINZHOU, IN_2016, "锦州市住房和城乡建设委员会", "锦州市住房和城乡建设局"),
        ("省卫生计生委", LIAONING, IN_2016, "辽宁省卫生和计划生育委员会", "辽宁省卫生健康委员会"),
        ("工商局", PANZHIHUA, IN_2016, "攀枝花市工商行政管理局", "攀枝花市市场监督管理局"),
        ("省国税局", LIAONING, IN_2016, "辽宁省国家税务局", "国家税务总局辽宁省税务局"),
        ("市法制办", JINZHOU, IN_2016, "锦州市人民政府法制办公室", "锦州市司法局"),
        # two reforms in a row: 2021 and 2023
        ("省扶贫办", SHANXI, IN_2019, "山西省扶贫开发办公室", "山西省农业农村厅"),
        # organs that are no departments
        ("团市委", JINZHOU, IN_2016, "共青团锦州市委员会", "共青团锦州市委员会"),
        ("省委宣传部", LIAONING, IN_2016, "中共辽宁省委宣传部", "中共辽宁省委宣传部"),
        ("人行", PANZHIHUA, IN_2016, "中国人民银行攀枝花市中心支行", "中国人民银行攀枝花市分行"),
        ("国家统计局锦州调查队", JINZHOU, IN_2016, "国家统计局锦州调查队", "国家统计局锦州调查队"),
        # names of the level above, in a city's document
        ("省公安厅", JINZHOU, IN_2016, "辽宁省公安厅", "辽宁省公安厅"),
        ("四川省人民政府", PANZHIHUA, IN_2016, "四川省人民政府", "四川省人民政府"),
        ("市卫计委", RENHE, IN_2016, "攀枝花市卫生和计划生育委员会", "攀枝花市卫生健康委员会"),
    ],
)
def test_a_name_that_is_certain(written: str, region: str, on: date, meant_then: str, is_now: str) -> None:
    found = offices().resolve(written, region, on=on)
    assert (then(found), now(found), found.sure) == ([meant_then], [is_now], True)
    assert found.query == written


@pytest.mark.parametrize(
    ("written", "region", "topic", "is_now"),
    [
        ("市安监局", PANZHIHUA, "加强安全生产培训", "攀枝花市应急管理局"),
        ("市安监局", PANZHIHUA, "职业病防治", "攀枝花市卫生健康委员会"),
        ("商粮局", PANZHIHUA, "家政服务", "攀枝花市商务局"),
        ("商粮局", PANZHIHUA, "粮食收购", "攀枝花市发展和改革委员会"),
        ("省卫生计生委", LIAONING, "新农合异地结算", "辽宁省医疗保障局"),
        ("省人力资源社会保障厅", LIAONING, "生育保险", "辽宁省医疗保障局"),
        ("省人力资源社会保障厅", LIAONING, "工伤保险", "辽宁省人力资源和社会保障厅"),
        ("省民政厅", LIAONING, "医疗救助", "辽宁省医疗保障局"),
        ("卫计委", PANZHIHUA, "老龄工作", "攀枝花市民政局"),
    ],
)
def test_the_topic_chooses_the_heir(written: str, region: str, topic: str, is_now: str) -> None:
    found = offices().resolve(written, region, on=IN_2016, topic=topic)
    assert (now(found), found.sure) == ([is_now], True)


def test_a_topic_of_both_heirs_gives_both() -> None:
    found = offices().resolve("安监局", PANZHIHUA, on=IN_2016, topic="安全生产和职业健康保护")
    assert (now(found), found.sure) == (["攀枝花市应急管理局", "攀枝花市卫生健康委员会"], True)


def test_a_split_office_without_a_topic_gives_all_heirs_and_is_not_sure() -> None:
    found = offices().resolve("市安监局", JINZHOU, on=IN_2016)
    assert then(found) == ["锦州市安全生产监督管理局"]
    assert now(found) == ["锦州市应急管理局", "锦州市卫生健康委员会"]
    assert not found.sure
    assert "请说明事项" in found.notes[0]


def test_an_heir_that_nobody_confirmed_is_not_sure() -> None:
    found = offices().resolve("省农民工办", LIAONING, on=IN_2016)
    assert now(found) == ["省就业促进和劳动保护工作议事协调机构办公室"]
    assert not found.sure
    assert any("待核" in note for note in found.notes)


def test_a_local_name_that_nobody_confirmed_is_noted() -> None:
    found = offices().resolve("科知局", PANZHIHUA, on=IN_2016)
    assert any(note.startswith("本地名称待核") for note in found.notes)
    assert not found.then[0].verified


def test_a_name_too_young_for_the_document_is_not_sure() -> None:
    found = offices().resolve("市医保局", PANZHIHUA, on=IN_2016)
    assert (then(found), now(found), found.sure) == ([], ["攀枝花市医疗保障局"], False)
    assert "2016-03-01" in found.notes[0]


def test_in_the_year_of_the_reform_old_and_new_names_are_known() -> None:
    during = date(2018, 6, 1)
    assert then(offices().resolve("市工商局", PANZHIHUA, on=during)) == ["攀枝花市工商行政管理局"]
    assert then(offices().resolve("市市场监管局", PANZHIHUA, on=during)) == ["攀枝花市市场监督管理局"]


def test_an_unknown_name_says_so_and_names_the_nearest() -> None:
    found = offices().resolve("人社保障局", PANZHIHUA, on=IN_2016)
    assert (found.then, found.now, found.sure) == ((), (), False)
    assert "人社局" in found.notes[0] or "人力资源社会保障局" in found.notes[0]


def test_a_citys_name_in_a_province_asks_which_city() -> None:
    found = offices().resolve("市人社局", JILIN)
    assert not found.sure
    assert "“市”级部门要说明是哪个市" in found.notes


def test_a_region_without_a_file_is_answered_by_the_national_pattern_and_says_so() -> None:
    found = offices().resolve("省教育厅", "360000", on=IN_2019)
    assert (then(found), found.sure) == (["江西省教育厅"], True)
    assert any("全国通例" in note for note in found.notes)
    other = offices().resolve("省教委", "360000", on=IN_2019)
    assert (then(other), other.sure) == (["江西省教育厅"], False)
    assert offices().resolve("省教育厅", "999999").then == ()


def test_without_a_date_a_full_old_name_still_means_the_old_office() -> None:
    found = offices().resolve("锦州市住房和城乡建设委员会", JINZHOU)
    assert (then(found), now(found)) == (["锦州市住房和城乡建设委员会"], ["锦州市住房和城乡建设局"])


@given(st.text(max_size=12), st.sampled_from([LIAONING, RENHE, "360000", "999999", ""]))
def test_no_text_is_too_strange(text: str, region: str) -> None:
    found = offices().resolve(text, region, on=IN_2016)
    assert found.query == text
    assert found.sure <= bool(found.then and found.now)


@pytest.mark.parametrize(
    ("written", "region", "first"),
    [
        ("省农民工工作领导小组各成员单位", LIAONING, "辽宁省人力资源和社会保障厅"),
        ("市劳务开发暨农民工工作领导小组成员单位", PANZHIHUA, "攀枝花市人力资源和社会保障局"),
        ("市农民工领导小组成员单位", JINZHOU, "锦州市人力资源和社会保障局"),
        ("山西省人民政府农民工工作领导小组各成员单位", SHANXI, "山西省人力资源和社会保障厅"),
    ],
)
def test_a_groups_members(written: str, region: str, first: str) -> None:
    found = offices().resolve(written, region, on=IN_2019 if region == SHANXI else IN_2016)
    assert found.members
    assert then(found)[0] == first
    assert len(found.then) >= 25
    assert len({office.id for office in found.now}) == len(found.now)
    # No list of members was ever seen: the expansion is a proposal.
    assert not found.sure


def test_the_other_members_leave_out_those_already_named() -> None:
    everyone = offices().resolve("省农民工工作领导小组各成员单位", LIAONING, on=IN_2016)
    others = offices().resolve(
        "省农民工工作领导小组其他成员单位",
        LIAONING,
        on=IN_2016,
        except_=("国家统计局辽宁调查总队", "210000/publicity"),
    )
    assert {office.line for office in everyone.then} - {office.line for office in others.then} == {
        "stats-survey",
        "publicity",
    }


def test_other_members_without_saying_other_than_whom_is_noted() -> None:
    found = offices().resolve("省农民工工作领导小组其他成员单位", LIAONING, on=IN_2016)
    assert any("其他成员单位" in note for note in found.notes)


@pytest.mark.parametrize(
    "written",
    ["各市人民政府", "县级以上人民政府", "省政府各厅委、各直属机构", "市级各部门", "各县(市)区人民政府(管委会)",
     "行业主管部门", "有关部门", "各县（区）人民政府", "市政府各部门"],
)  # fmt: skip
def test_an_address_to_many_is_no_office(written: str) -> None:
    found = offices().resolve(written, LIAONING, on=IN_2016)
    assert (found.then, found.members, found.sure) == ((), True, False)
    assert found.notes


@pytest.mark.parametrize(
    ("written", "region", "meant"),
    [
        ("各级财政部门", LIAONING, "辽宁省财政厅"),
        ("人力资源社会保障部门", JILIN, "吉林省人力资源和社会保障厅"),
        ("劳动人事争议仲裁院", JILIN, "劳动人事争议仲裁院"),
        ("村委会", JILIN, "村民委员会"),
    ],
)
def test_a_class_of_bodies_is_told_as_such(written: str, region: str, meant: str) -> None:
    found = offices().resolve(written, region, on=IN_2016)
    assert (then(found), found.sure) == ([meant], False)
    assert any("统称" in note for note in found.notes)


@pytest.mark.parametrize(
    ("region", "line", "on", "name"),
    [
        (PANZHIHUA, "hrss", None, "攀枝花市人力资源和社会保障局"),
        # a county has its own; a district is named with its city
        (RENHE, "hrss", None, "攀枝花市仁和区人力资源和社会保障局"),
        ("110105", "police", None, "北京市公安局朝阳分局"),
        ("220112", "court", None, "长春市双阳区人民法院"),
        # a municipality has bureaus like a city
        ("110000", "finance", None, "北京市财政局"),
        ("450000", "finance", None, "广西壮族自治区财政厅"),
        ("100000", "hrss", None, "人力资源和社会保障部"),
        # before a line began its forerunner answers, after it ended its heir
        (JILIN, "health", IN_2016, "吉林省卫生和计划生育委员会"),
        (PANZHIHUA, "emergency", IN_2016, "攀枝花市安全生产监督管理局"),
        (PANZHIHUA, "poverty", None, "攀枝花市农业农村局"),
        (LIAONING, "land", IN_2019, "辽宁省自然资源厅"),
        # nowhere listed: the place's own by the national pattern, unverified
        ("330100", "hrss", None, "杭州市人力资源和社会保障局"),
    ],
)
def test_the_office_for_a_line_of_work(region: str, line: str, on: date | None, name: str) -> None:
    office = offices().for_line(region, line, on)
    assert office is not None
    assert office.name == name


def test_no_office_for_an_unknown_line_or_place() -> None:
    assert offices().for_line(PANZHIHUA, "astronomy") is None
    assert offices().for_line("999999", "hrss") is None


def test_an_office_by_id_keeps_its_id_through_a_rename() -> None:
    before, after = offices().get("210700/housing", IN_2016), offices().get("210700/housing")
    assert (before.id, after.id) == ("210700/housing", "210700/housing")
    assert (before.name, after.name) == ("锦州市住房和城乡建设委员会", "锦州市住房和城乡建设局")
    assert offices().get("140900/hrss-office").name == "忻州市人力资源和社会保障局办公室"


@pytest.mark.parametrize("office_id", ["510400/astronomy", "999999/hrss", "nonsense", ""])
def test_an_office_that_does_not_exist(office_id: str) -> None:
    with pytest.raises(DomainError) as refused:
        offices().get(office_id)
    assert refused.value.code == "office.unknown"


def test_the_running_platforms_book_is_read_once() -> None:
    assert book() is book()
    assert resolve("市人社局", PANZHIHUA).then[0].id == "510400/hrss"


LISTED = sorted(path.parent.name for path in packs.folder().glob("*/offices.yaml"))


@pytest.mark.parametrize("region", LISTED)
def test_every_listed_office_is_found_by_its_own_name_and_reaches_a_living_one(region: str) -> None:
    for office in offices().offices(region):
        found = offices().resolve(office.name, region, on=office.valid_until or office.valid_from)
        assert office.id in {one.id for one in found.then}, office.name
        assert found.now, office.name
        assert all(one.valid_until is None for one in found.now), office.name


@pytest.mark.parametrize("line", PAST_BODIES)
def test_a_body_of_the_past_is_closed_in_every_file(line: str) -> None:
    for region in LISTED:
        for office in offices().offices(region):
            assert office.line != line or office.valid_until is not None


def test_a_mistake_in_a_file_is_named_with_its_place(tmp_path: Path) -> None:
    for region in ("100000", "510400"):
        source = packs.folder() / region / "offices.yaml"
        (tmp_path / region).mkdir()
        (tmp_path / region / "offices.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    local = tmp_path / "510400" / "offices.yaml"
    local.write_text(local.read_text(encoding="utf-8").replace("  hrss:", "  hrs:"), encoding="utf-8")
    with pytest.raises(PackError, match=r"没有叫“hrs”的条线.*是不是“hrss”") as refused:
        OfficeBook.load(tmp_path)
    assert (refused.value.file, refused.value.suggestion) == ("510400/offices.yaml", "hrss")
