"""A user's copy against its pack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huigong.policy.comparison import compare_with_pack, find_pack
from huigong.policy.packs import Library, load_library
from huigong.policy.reading import read_text
from tests.unit.policy.writing import COPY, policies


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load_library(policies(tmp_path))


def differences(library: Library, copy: str) -> list[tuple[str, str]]:
    pack = library.document("990100/child")
    return [(found.place, found.kind) for found in compare_with_pack(read_text(copy), pack)]


def test_the_same_text_has_no_difference_but_its_title(library: Library) -> None:
    # The pack's title is not that of the copy, on purpose: it is the one difference.
    assert differences(library, COPY) == [("题头", "title")]


def test_width_and_spaces_make_no_difference(library: Library) -> None:
    copy = COPY.replace("，", ",").replace("（一）", "(一)").replace("居住半年以上", "居住 半年以上")
    assert differences(library, copy) == differences(library, COPY)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("促进就业。", "促进创业。", ("（一）", "heading")),
        ("市人社局牵头", "市司法局牵头", ("（一）", "lead")),
        ("市财政局、市安监局配合", "市财政局配合", ("（一）", "support")),
        ("居住半年以上", "居住一年以上", ("（一）", "target_missing")),
        ("全年培训5000人", "全年培训6000人", ("（二）", "target_missing")),
        ("虚市发〔2016〕2号", "虚市发〔2016〕3号", ("题头", "document_number")),
        ("每年培训1万人次", "每年办好培训", ("总体目标", "target_missing")),
    ],
)
def test_each_difference_is_named_with_its_place(
    library: Library, old: str, new: str, expected: tuple[str, str]
) -> None:
    assert expected in differences(library, COPY.replace(old, new))


def test_missing_and_added_clauses_are_named(library: Library) -> None:
    without = COPY.replace("（二）加强培训。", "")
    assert ("（二）", "clause_missing") in differences(library, without)
    more = COPY.replace(
        "虚构市人民政府\n2016", "（三）加强宣传。大力宣传农民工政策。（市委宣传部负责）\n虚构市人民政府\n2016"
    )
    assert ("（三）", "clause_added") in differences(library, more)


def test_a_difference_says_both_sides(library: Library) -> None:
    copy = COPY.replace("市人社局牵头", "市司法局牵头")
    found = compare_with_pack(read_text(copy), library.document("990100/child"))
    lead = next(each for each in found if each.kind == "lead")
    assert str(lead) == "（一） 牵头单位不同；资料包：市人社局；抄本：市司法局"
    assert lead.as_dict()["in_copy"] == ["市司法局"]


def test_the_pack_is_found_by_number_then_title_then_headings(library: Library) -> None:
    def found(copy: str) -> str | None:
        pack = find_pack(read_text(copy), library)
        return pack.id if pack else None

    assert found(COPY) == "990100/child"
    nameless = "\n".join(COPY.splitlines()[3:-2])
    assert found(nameless) == "990100/child"
    assert found(nameless.replace("促进就业", "保障住房").replace("加强培训", "保障教育")) is None
    assert found(COPY.replace("2016〕2号", "2016〕9号")) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sets(st.sampled_from([0, 1])))
def test_what_a_pack_lacks_is_added_by_the_copy_and_nothing_else_changes(
    library: Library, kept: set[int]
) -> None:
    pack = library.document("990100/child")
    partial = replace(pack, clauses=tuple(clause for i, clause in enumerate(pack.clauses) if i in kept))
    found = compare_with_pack(read_text(COPY), partial)
    added = [each.place for each in found if each.kind == "clause_added"]
    assert added == [clause.number for i, clause in enumerate(pack.clauses) if i not in kept]
    assert {each.kind for each in found} <= {"clause_added", "title"}
