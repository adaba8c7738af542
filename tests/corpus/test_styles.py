"""The reader against invented documents of other styles and what their author found in them.

They were written for this project, by somebody who had not seen the reader; every place, person
and number in them is made up.
"""

from __future__ import annotations

import pytest

from bench.reading import REQUIRED_F1, Annotated, measured, styles

DOCUMENTS = styles()
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) >= 20


@each_document
def test_clauses_and_who_answers_for_them(document: Annotated) -> None:
    row = measured(document)
    assert row.found == row.expected
    assert min(row.f1.values()) >= REQUIRED_F1, row.f1


@each_document
def test_what_stands_above_and_below(document: Annotated) -> None:
    row = measured(document)
    assert (row.wrong_head, row.wrong_headings) == ((), 0)


@each_document
def test_nearly_all_targets_are_found_and_sorted(document: Annotated) -> None:
    row = measured(document)
    assert row.counts_right
    assert min(row.precision, row.recall) >= 0.85
