"""Search ranks a word in a title above one in a heading, an office or a summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.policy.packs import Library, load_library
from huigong.policy.search import search_library, words_of
from tests.unit.policy.writing import policies


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library(policies(tmp_path_factory.mktemp("policies")))


def refs(library: Library, query: str) -> list[str]:
    return [hit.ref for hit in search_library(library, words_of(query))]


def test_title_before_heading_before_summary(library: Library) -> None:
    hits = search_library(library, words_of("培训"))
    assert [(hit.ref, hit.where) for hit in hits] == [("990100/child#（二）", ("heading", "summary"))]
    assert refs(library, "服务") == ["990000/parent", "990100/child"]


def test_every_word_must_be_there(library: Library) -> None:
    assert refs(library, "促进 介绍") == ["990100/child#（一）"]
    assert refs(library, "促进 培训") == []


def test_a_word_of_the_title_narrows_to_the_document(library: Library) -> None:
    assert refs(library, "虚构市 培训") == ["990100/child#（二）"]
    assert refs(library, "虚构省 培训") == []


def test_offices_and_targets_are_found(library: Library) -> None:
    assert refs(library, "安监局") == ["990100/child#（一）"]
    assert refs(library, "半年") == ["990100/child#（一）"]


def test_nothing_to_look_for_finds_nothing(library: Library) -> None:
    assert refs(library, "  ，") == []


@given(st.text(max_size=20))
def test_no_query_breaks_the_search(library: Library, query: str) -> None:
    for hit in search_library(library, words_of(query)):
        assert hit.rank > 0
