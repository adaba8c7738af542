"""A reading becomes a draft, and the draft held against the reading shows no difference."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huigong.kernel import regions
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.policy.comparison import compare_with_pack, find_pack
from huigong.policy.documents import PackDocument
from huigong.policy.drafting import as_yaml, drafted, short_name, write_new
from huigong.policy.drafting.days import last_day
from huigong.policy.packs import Library, load_library
from huigong.policy.reading import ReadDocument, read_text
from tests.unit.policy.reading.invented import PLAN
from tests.unit.policy.writing import SYSTEMS, policies

REGION = "510421"


def as_pack(folder: Path, read: ReadDocument) -> Library:
    """The library after the reading was drafted into it."""
    (folder / "systems.yaml").write_text(SYSTEMS, encoding="utf-8")
    text = as_yaml(drafted(read, regions.find(REGION), []))
    place = folder / REGION / "draft"
    place.mkdir(parents=True, exist_ok=True)
    (place / "document.yaml").write_text(text, encoding="utf-8")
    return load_library(folder)


def drafted_pack(folder: Path, read: ReadDocument) -> PackDocument:
    known = as_pack(folder, read)
    assert [str(problem) for problem in known.set_aside] == []
    return known.drafts[f"{REGION}/draft"]


def test_everything_the_print_says_is_filled_in(tmp_path: Path) -> None:
    pack = drafted_pack(tmp_path, read_text(PLAN))
    assert (pack.title, pack.number) == (
        "云中市人民政府关于做好务工人员服务工作的实施意见",
        "云政发〔2031〕12号",
    )
    assert (pack.issuer, pack.issued_on, pack.level) == ("云中市人民政府", date(2031, 5, 6), "county")
    assert pack.recipients == "各县（区）人民政府，市政府各部门"
    night_school, subsidy, accounts = pack.clauses
    assert (night_school.number, night_school.heading, night_school.chapter) == (
        "（一）",
        "办好夜校",
        "一、推进岗前培训",
    )
    assert night_school.offices("lead") == ("市织造局",)
    assert night_school.offices("support") == ("市灯塔局", "市信鸽委")
    assert subsidy.offices("joint") == ("市织造局", "市财务局")
    (goal,) = night_school.targets
    assert (goal.value, goal.measure, goal.kind) == (30_000, "人次", "goal")
    assert [target.by for target in accounts.targets] == [date(2031, 12, 31)]


def test_what_a_person_has_to_write_is_left_empty(tmp_path: Path) -> None:
    pack = drafted_pack(tmp_path, read_text(PLAN))
    assert not pack.verified
    assert {(clause.summary, clause.systems) for clause in pack.clauses} == {("", ())}


def test_every_doubt_of_the_reader_stands_beside_its_clause(tmp_path: Path) -> None:
    words = PLAN.replace("每年培训务工人员3万人次", "每年培训务工人员数千人").replace(
        "（三）设立", "（四）设立"
    )
    read = read_text(words)
    pack = drafted_pack(tmp_path, read)
    assert any("“数千人”没有换算成数值" in doubt for doubt in pack.clauses[0].doubts)
    assert any("编号从 2 跳到 4" in doubt for doubt in pack.clauses[2].doubts)
    written = "\n".join([*pack.doubts, *(doubt for clause in pack.clauses for doubt in clause.doubts)])
    assert all(doubt.what in written for doubt in read.unsure)


def test_the_basis_is_looked_up_and_what_is_not_in_the_library_is_a_doubt(tmp_path: Path) -> None:
    known = load_library(policies(tmp_path)).documents.values()
    read = read_text(
        "虚构县人民政府关于服务的方案\n虚县发〔2031〕3号\n各乡镇人民政府：\n"
        "根据《虚构市关于服务的实施意见》（虚市发〔2016〕2号）、《虚构部关于登记的通知》（虚部发〔2030〕5号），制定本方案。\n"
        "一、任务\n（一）登记信息。完善登记制度，规范管理服务。（县织造局负责）\n（二）落实责任。健全工作机制。（县灯塔局负责）\n"
    )
    content = drafted(read, regions.find(REGION), known)
    assert content["basis"] == ["990100/child"]
    assert [doubt for doubt in content["doubts"] if "虚部发〔2030〕5号" in doubt]


def test_no_sentence_of_the_print_is_copied(tmp_path: Path) -> None:
    sentence = "对于确有困难并且经本人申请的人员由所在地的经办机构按照自愿的原则逐一登记造册并且在3万人次以内妥善安排住处以及往返车辆和三餐"
    text = as_yaml(
        drafted(read_text(PLAN.replace("每年培训务工人员3万人次", sentence)), regions.find(REGION), [])
    )
    plain = re.sub(r"\W", "", text)
    runs = [sentence[at : at + 26] for at in range(len(sentence) - 26)]
    assert not [run for run in runs if run in plain]


OFFICE = st.sampled_from(["市织造局", "市灯塔局", "市信鸽委", "各县（区）人民政府", "市财务局", "市总工会"])
NAMES = st.lists(OFFICE, min_size=1, max_size=4, unique=True).map("、".join)
ATTRIBUTION = st.one_of(
    st.builds("（{}牵头，{}配合）".format, NAMES, NAMES),
    st.builds("（{}按职责分工负责）".format, NAMES),
    st.builds("（牵头单位：{}。责任单位：{}）".format, NAMES, NAMES),
    st.builds("（{}负责，{}指导）".format, NAMES, NAMES),
    st.just(""),
)
PROMISE = st.sampled_from(
    ["每年培训3万人次", "2031年底前完成改造", "签订率达到百分之九十五以上", "培训3-5万人次", "扶持数百家企业", "补贴500元",
     "居住半年以上的可以登记", "到2033年上半年，建成站点20个", "减半收取费用", "完善制度", "增长1.5倍", "培训近2万人"]
)  # fmt: skip
HEADING = st.sampled_from(
    ["办好夜校", "设立专户：", "“双送”", "# 登记", "- 公开", "{管理}", "yes", "2031", "", "关心'他们'"]
)
CLAUSE = st.builds("{}。加强服务，{}，规范管理。{}".format, HEADING, PROMISE, ATTRIBUTION)
CHAPTERS = st.lists(st.lists(CLAUSE, min_size=1, max_size=4), min_size=1, max_size=3)


def printed(chapters: list[list[str]]) -> str:
    lines = ["云中市关于服务务工人员工作的方案"]
    for place, clauses in enumerate(chapters):
        lines.append(f"{'一二三'[place]}、任务之{'甲乙丙'[place]}")
        lines += [f"（{'一二三四'[at]}）{clause}" for at, clause in enumerate(clauses)]
    return "\n".join(lines)


@given(CHAPTERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_reading_and_its_draft_show_no_difference(tmp_path: Path, chapters: list[list[str]]) -> None:
    try:
        read = read_text(printed(chapters))
    except DomainError:
        return
    pack = drafted_pack(tmp_path, read)
    assert [str(difference) for difference in compare_with_pack(read, pack)] == []
    assert len(pack.clauses) == len(read.clauses)
    for clause, copy in zip(pack.clauses, read.clauses, strict=True):
        assert [(target.value, target.upper, target.kind) for target in clause.targets] == [
            (target.value, target.upper, target.kind) for target in copy.targets
        ]


def test_the_check_finds_the_draft_of_the_same_document(tmp_path: Path) -> None:
    read = read_text(PLAN)
    found = find_pack(read, as_pack(tmp_path, read))
    assert found is not None
    assert found.id == f"{REGION}/draft"


def test_the_check_still_sees_what_was_changed(tmp_path: Path) -> None:
    pack = drafted_pack(tmp_path, read_text(PLAN))
    other = read_text(
        PLAN.replace("3万人次", "4万人次").replace("市信鸽委", "市风筝委").replace("5月6日", "5月7日")
    )
    assert {difference.kind for difference in compare_with_pack(other, pack)} == {
        "issued_on",
        "support",
        "target_added",
        "target_missing",
    }


def test_numbers_that_are_used_again_name_one_clause_each(tmp_path: Path) -> None:
    pack = drafted_pack(
        tmp_path, read_text(printed([["甲。加强服务。", "乙。规范管理。"], ["丙。完善政策。"]]))
    )
    assert [clause.number for clause in pack.clauses] == ["一、（一）", "（二）", "二、（一）"]


def test_a_draft_is_no_part_of_the_library(tmp_path: Path) -> None:
    policies(tmp_path)
    known = as_pack(tmp_path, read_text(PLAN))
    assert list(known.documents) == ["990000/parent", "990100/child"]
    assert known.coverage("S1").keys() == {"990100/child"}
    with pytest.raises(DomainError) as refused:
        known.document(f"{REGION}/draft")
    assert refused.value.code == "policy.document_unknown"
    assert any("是草稿" in str(problem) for problem in known.problems())


@pytest.mark.parametrize("broken", ["clauses: 5\n", "level: moon\n", "basis: [nowhere/nothing]\n"])
def test_a_draft_with_an_error_is_set_aside_and_the_rest_serves(tmp_path: Path, broken: str) -> None:
    policies(tmp_path)
    place = tmp_path / REGION / "broken"
    place.mkdir(parents=True)
    (place / "document.yaml").write_text(f"title: 虚构\nverified: false\n{broken}", encoding="utf-8")
    known = load_library(tmp_path)
    assert len(known.documents) == 2
    assert known.set_aside


def test_a_pack_is_written_once_and_whole(tmp_path: Path) -> None:
    text = as_yaml(drafted(read_text(PLAN), regions.find(REGION), []))
    path = write_new(tmp_path, f"{REGION}/plan", text)
    assert path.read_text(encoding="utf-8") == text
    with pytest.raises(Conflict):
        write_new(tmp_path, f"{REGION}/plan", "other")
    assert path.read_text(encoding="utf-8") == text
    assert sorted(each.name for each in tmp_path.iterdir()) == [REGION]


@pytest.mark.parametrize("name", ["", "..", "a/b", "某某", "-a", "A", "a" * 61])
def test_names_that_no_folder_should_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid):
        write_new(tmp_path, f"{REGION}/{name}", "title: 虚构\n")
    assert not list(tmp_path.glob("*/*"))


def test_a_name_to_begin_with_comes_from_the_number() -> None:
    assert short_name(read_text(PLAN)) == "document-2031-12"


@pytest.mark.parametrize(
    ("words", "day"),
    [("2031年", "2031-12-31"), ("2031年底前", "2031-12-31"), ("2031年6月底", "2031-06-30"), ("2031年2月", "2031-02-28"),
     ("2031年上半年", "2031-06-30"), ("2031年三季度", "2031-09-30"), ("2031年5月20日前", "2031-05-20"),
     ("今年", "2030-12-31"), ("明年6月", "2031-06-30"), ("２０３１年", "2031-12-31"), ("二〇三一年", "2031-12-31")],
)  # fmt: skip
def test_the_last_day_in_time(words: str, day: str) -> None:
    assert str(last_day(words, date(2030, 3, 1))) == day


@pytest.mark.parametrize(
    "words", ["年底", "2031年前", "2031年6月前", "6月30日前", "“十五五”期末", "2031年2月30日"]
)
def test_a_day_that_the_print_leaves_open(words: str) -> None:
    assert last_day(words, date(2030, 3, 1)) is None


def test_decimals_keep_their_digits(tmp_path: Path) -> None:
    pack = drafted_pack(tmp_path, read_text(PLAN.replace("每年培训务工人员3万人次", "签订率达到95.55%")))
    assert pack.clauses[0].targets[0].value == Decimal("95.55")
