"""The reader against real documents and what a careful reader found in them.

Texts and annotations live outside the repository; HUIGONG_CORPUS names their folder.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.reading import REQUIRED_F1, SEED_COUNTS, Annotated, annotated, measured
from huigong.policy.reading import read_text, to_json

FOLDER = os.environ.get("HUIGONG_CORPUS", "")
DOCUMENTS = annotated(Path(FOLDER)) if FOLDER else []

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not DOCUMENTS, reason="HUIGONG_CORPUS names no folder with seeds/ and corpus/"),
]
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS or [None], ids=lambda one: one.name if one else "none"
)


def test_the_five_seeds_have_their_exact_clause_counts() -> None:
    counts = tuple(measured(document).found for document in DOCUMENTS if document.seed)
    assert counts == SEED_COUNTS


@each_document
def test_departments_are_right(document: Annotated) -> None:
    row = measured(document)
    assert row.found == row.expected
    assert min(row.f1.values()) >= (1.0 if document.seed else REQUIRED_F1), row.f1


@each_document
def test_title_number_issuer_date_recipients_and_basis_are_right(document: Annotated) -> None:
    assert measured(document).wrong_head == ()


@each_document
def test_headings_and_chapters_are_as_printed(document: Annotated) -> None:
    assert measured(document).wrong_headings == 0


@each_document
def test_targets_are_counted_right_and_sorted_by_kind(document: Annotated) -> None:
    row = measured(document)
    assert row.counts_right
    assert row.precision == row.recall == 1.0


@each_document
def test_attributions_keep_their_wording(document: Annotated) -> None:
    read = to_json(read_text(document.text))["clauses"]
    for mine, theirs in zip(read, document.gold["clauses"], strict=True):
        listed = theirs.get("attributions") or ([theirs] if "raw" in theirs else [])
        assert [(one["raw"], one["mode"]) for one in mine["attributions"]] == [
            (one["raw"], one["mode"]) for one in listed
        ]


@each_document
def test_every_span_points_at_the_printed_words(document: Annotated) -> None:
    read = read_text(document.text)
    for clause in read.clauses:
        start, end = clause.span
        assert read.source_text[start:end].replace(" ", "").startswith(clause.number_raw.replace(" ", ""))
        for attribution in clause.attributions:
            a, b = attribution.span
            assert start <= a < b <= end
            assert read.source_text[a] == attribution.raw[0]
            assert read.source_text[b - 1] == attribution.raw[-1]
