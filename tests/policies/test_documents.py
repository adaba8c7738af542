"""The documents of the policies folder itself: complete, in their places, and only known facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from huigong.kernel import regions
from huigong.policy.documents import PackDocument
from tests.each import each
from tests.shipped import shipped_library

POLICIES = Path(__file__).resolve().parents[2] / "policies"
LIBRARY = shipped_library()
CLAUSE_COUNTS = {
    "210000/liaozhengfa-2015-53": 19,
    "510400/panbanfa-2016-10": 27,
    "220000/2015-implementation": 30,
    "210700/jinzhou-implementation": 19,
    "140000/jinnonggongban-2019-4": 18,
}
# Which clauses of which document make up each system, as the design lists them.
REFERENCES = """
S1 辽16 攀24 吉25 锦16 晋15
S2 辽1 攀2 吉5 锦1 晋1
S3 攀2 吉9
S4 辽2 攀3,4 吉1,2,3,4 锦2 晋2
S5 辽1 攀1 吉7,8 晋1
S6 辽3 攀5 吉9 锦3 晋5
S7 辽4 攀6 吉10 锦4 晋3
S8 辽4 攀6 吉10 锦4 晋3
S9 辽5 攀7,8 吉11 锦5 晋4
S10 辽6 攀9 吉12 锦6 晋7
S11 攀10 吉13 锦4
S12 攀10 吉13 锦4 晋6
S13 辽8 攀11 吉14 锦8 晋6
S14 攀8,12 吉10,15
S15 辽9 攀12,16 吉15,19 锦9 晋10
S16 辽10 攀13 吉16 锦10 晋8
S17 辽11 攀14 吉17 锦11 晋7
S18 辽12 攀15 吉18 锦12 晋9
S19 辽7 攀17 吉20 锦7 晋11
S20 辽13 攀18,19,20 吉21,27 锦13 晋12
S21 辽14 攀22 吉22,23 锦14 晋13
S22 辽15 攀23 吉24 锦15 晋14
S23 攀21 吉28
S24 辽17 攀25 吉26 锦17
S25 辽18 攀26 吉29 锦18 晋16,17
S26 辽19 攀27 吉30 锦19 晋18
S27 辽8,18 攀11 吉5,14 晋1,3
"""
SEEDS = dict(zip("辽攀吉锦晋", CLAUSE_COUNTS, strict=True))


each_document = each(
    "document",
    [document for _, document in sorted(LIBRARY.documents.items())],
    told=lambda document: document.id,
)


@pytest.mark.parametrize(("document_id", "count"), CLAUSE_COUNTS.items())
def test_every_clause_of_the_five_documents_is_there(document_id: str, count: int) -> None:
    clauses = LIBRARY.documents[document_id].clauses
    assert len(clauses) == count
    assert all(clause.chapter for clause in clauses)


@pytest.mark.parametrize("line", REFERENCES.split("\n")[1:-1])
def test_systems_are_covered_by_the_clauses_the_design_names(line: str) -> None:
    system, *cells = line.split()
    wanted = {(SEEDS[cell[0]], int(number)) for cell in cells for number in cell[1:].split(",")}
    found = {
        (document_id, LIBRARY.documents[document_id].clauses.index(clause) + 1)
        for document_id, clauses in LIBRARY.coverage(system).items()
        if document_id in CLAUSE_COUNTS
        for clause in clauses
    }
    assert found == wanted


def test_there_are_27_systems_in_order() -> None:
    assert [system.id for system in LIBRARY.systems] == [f"S{number}" for number in range(1, 28)]


@each_document
def test_an_article_of_law_names_its_fact_or_was_read_or_is_unverified(document: PackDocument) -> None:
    if document.known_by == "facts":
        for clause in document.clauses:
            assert clause.facts or "核对过法规库的文本" in clause.note or not clause.verified, clause.ref
            assert all(re.fullmatch(r"[A-Z]{1,2}\d{2,3}|FIX-\d{1,2}", fact) for fact in clause.facts), (
                clause.ref
            )
            assert re.fullmatch(r"第[零一二三四五六七八九十百千]+条", clause.number), clause.ref


@each_document
def test_a_document_known_by_citation_claims_no_clauses(document: PackDocument) -> None:
    if document.known_by == "citation":
        assert not document.clauses
        assert document.notes


@each_document
def test_what_is_not_known_is_explained(document: PackDocument) -> None:
    if document.known_by == "text" and None in (document.number, document.issued_on):
        assert document.notes


@each_document
def test_summaries_are_short_and_not_the_heading(document: PackDocument) -> None:
    for clause in document.clauses:
        assert clause.summary.endswith("。"), clause.ref
        assert len(clause.summary) <= 60, clause.ref
        assert clause.summary.rstrip("。") != clause.heading, clause.ref


@each_document
def test_deadlines_with_a_number_say_what_they_count(document: PackDocument) -> None:
    for target in [*document.goals, *(target for clause in document.clauses for target in clause.targets)]:
        assert target.value is not None or target.by or target.measure, (document.id, target.text)


def test_keys_are_written_once() -> None:
    """YAML keeps the last of two equal keys without a word; a duty would vanish."""

    def repeated(node: yaml.Node, file: str) -> list[str]:
        if isinstance(node, yaml.SequenceNode):
            return [line for child in node.value for line in repeated(child, file)]
        if not isinstance(node, yaml.MappingNode):
            return []
        keys = [key.value for key, _ in node.value]
        twice = [f"{file}:{key.start_mark.line + 1}" for key, _ in node.value if keys.count(key.value) > 1]
        return twice + [line for _, child in node.value for line in repeated(child, file)]

    files = POLICIES.glob("*/*/document.yaml")
    assert not [line for path in files for line in repeated(yaml.compose(path.read_text()), str(path))]


@each_document
def test_a_document_lies_in_a_region_of_its_level(document: PackDocument) -> None:
    assert regions.find(document.region).code == document.region
    tail = {"nation": "100000", "province": "0000", "city": "00", "county": ""}
    assert document.region.endswith(tail[document.level])


def test_the_guide_of_the_folder_names_every_kind_of_file_in_it() -> None:
    told = (POLICIES / "README.md").read_text(encoding="utf-8")
    many = (
        "services",
        "examples",
        "forms",
        "codes",
        "procedures",
        "notices",
        "messages",
        "calendar",
        "facts",
        "obligations",
        "records",
        "offers",
    )
    kinds = {
        f"{path.parent.name}/" if path.parent.name in many else path.name
        for path in POLICIES.rglob("*.yaml")
        if "languages" not in path.parts
    }
    assert [kind for kind in sorted(kinds) if kind not in told] == []
