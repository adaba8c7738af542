"""No clause of the five documents is left aside."""

from __future__ import annotations

from huigong.catalogue.coverage import coverage
from tests.shipped import shipped_catalogue, shipped_library

REPORT = coverage(shipped_catalogue(), shipped_library())
COUNTS = {
    "210000/liaozhengfa-2015-53": 19,
    "510400/panbanfa-2016-10": 27,
    "220000/2015-implementation": 30,
    "210700/jinzhou-implementation": 19,
    "140000/jinnonggongban-2019-4": 18,
}


def test_the_report_holds_every_clause_of_the_five_documents() -> None:
    assert {document: len(REPORT.of(document)) for document in COUNTS} == COUNTS


def test_every_clause_is_dealt_with() -> None:
    """A duty alone answers nobody's question."""
    assert not [row.clause.ref for row in REPORT.clauses if not (row.services or row.nothing_to_decide)]
    assert not {row.clause.ref: row.problem for row in REPORT.clauses if row.problem}


def test_what_decides_nothing_says_why_in_a_sentence() -> None:
    for one in REPORT.nothing_to_decide:
        assert one.nothing_to_decide.endswith("。")
        assert not one.services


def test_a_number_or_condition_about_people_rests_in_a_service() -> None:
    """Thresholds decide who gets something, so no clause with one may be without a service."""
    for one in REPORT.clauses:
        if any(target.kind == "threshold" for target in one.clause.targets):
            assert one.services, one.clause.ref
