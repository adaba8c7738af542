"""Loading packs: what they say, how they hang together, and how errors lead to their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError
from huigong.policy.packs import load_library
from tests.unit.policy.writing import CHILD, PARENT, policies


def refused(folder: Path) -> PackError:
    with pytest.raises(PackError) as caught:
        load_library(folder)
    return caught.value


def test_a_clause_is_found_by_its_reference(tmp_path: Path) -> None:
    clause = load_library(policies(tmp_path)).clause("990100/child#（一）")
    assert clause.heading == "促进就业"
    assert clause.document_id == "990100/child"
    assert clause.offices("support") == ("市财政局", "市安监局")
    assert clause.targets[0].value == 6


def test_an_office_that_was_split_later_has_one_duty_a_topic(tmp_path: Path) -> None:
    clause = load_library(policies(tmp_path)).clause("990100/child#（一）")
    topics = [duty.topic for duty in clause.duties if duty.seen_as == "市安监局"]
    assert topics == ["安全生产", "职业健康"]


def test_documents_come_from_wide_to_narrow(tmp_path: Path) -> None:
    library = load_library(policies(tmp_path))
    assert list(library.documents) == ["990000/parent", "990100/child"]
    assert library.documents["990100/child"].issued_on == date(2016, 3, 27)
    assert library.documents["990100/child"].chapters == ("一、就业",)


def test_an_unknown_clause_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="990100/child#（"):
        load_library(policies(tmp_path)).clause("990100/child#（三）")
    with pytest.raises(DomainError, match="还没有收录"):
        load_library(policies(tmp_path)).clause("990000/parent#（一）")
    with pytest.raises(DomainError, match="990100/child"):
        load_library(policies(tmp_path)).document("990100/chlid")


def test_coverage_lists_the_clauses_of_each_document(tmp_path: Path) -> None:
    library = load_library(policies(tmp_path))
    assert [clause.number for clause in library.coverage("S2")["990100/child"]] == ["（一）", "（二）"]
    assert "990000/parent" not in library.coverage("S2")
    with pytest.raises(DomainError, match="S9"):
        library.coverage("S9")


def test_lineage_goes_both_ways(tmp_path: Path) -> None:
    library = load_library(policies(tmp_path))
    assert [link.document.id for link in library.lineage("990100/child").rests_on] == ["990000/parent"]
    assert [link.document.id for link in library.lineage("990000/parent").carried_by] == ["990100/child"]


def test_documents_that_cite_each_other_do_not_go_round_for_ever(tmp_path: Path) -> None:
    library = load_library(policies(tmp_path, parent=PARENT + "cites: [990100/child]\n"))
    assert [(link.document.id, link.depth) for link in library.lineage("990100/child").rests_on] == [
        ("990000/parent", 1)
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("heading: 促进就业", "headng: 促进就业", "是不是“heading”？"),
        ("systems: [S2]", "systems: [S22]", "是不是“S2”？"),
        ("basis: [990000/parent]", "basis: [990000/parents]", "是不是“990000/parent”？"),
        ("kind: threshold", "kind: treshold", "是不是“threshold”？"),
        ("level: city", "level: town", "“level”写得不对"),
        ("value: 5000", "value: 很多", "不是数字"),
        ("issued_on: 2016-03-27", "issued_on: 三月", "不是日期"),
        ("- number: （二）", "- number: （一）", "出现了两次"),
        ("lead: [市人社局]", "leed: [市人社局]", "是不是“lead”？"),
        ("lead: [市人社局]", "lead: 市人社局", "应当是一个列表"),
        ("topics: {市安监局", "topics: {市安检局", "是不是“市安监局”？"),
        ("title: 虚构市关于服务的实施意见\n", "", "“title”写得不对。这一项必须写"),
    ],
)
def test_an_error_names_file_line_and_remedy(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in CHILD
    line = CHILD[: CHILD.index(old)].count("\n") + 1
    message = str(refused(policies(tmp_path, child=CHILD.replace(old, new, 1))))
    assert f"child/document.yaml:{line}:" in message
    assert says in message


def test_broken_yaml_names_line_and_column(tmp_path: Path) -> None:
    message = str(refused(policies(tmp_path, child="title: [一\nlevel: city\n")))
    assert "child/document.yaml:1:8：" in message


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    assert "名称: 内容" in str(refused(policies(tmp_path, child="- 一\n")))


def test_all_errors_are_listed_at_once(tmp_path: Path) -> None:
    broken = CHILD.replace("level: city", "level: town").replace("[S2]", "[S7]")
    message = str(refused(policies(tmp_path, child=broken)))
    assert "town" in message
    assert "S7" in message


def test_problems_are_what_is_left_to_settle(tmp_path: Path) -> None:
    undated = CHILD.replace("issued_on: 2016-03-27", "issued_on: null").replace(
        "systems: [S2]", "systems: []"
    )
    says = [str(problem) for problem in load_library(policies(tmp_path, child=undated)).problems()]
    assert any("990100/child" in line and "没有发文日期" in line for line in says)
    assert any("（一）没有对应的系统" in line for line in says)
