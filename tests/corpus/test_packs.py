"""The packs of the five documents against their real texts, which stay outside the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huigong.policy.comparison import compare_with_pack, find_pack, plain
from huigong.policy.reading import read_file
from tests.shipped import shipped_library

LIBRARY = shipped_library()
SEEDS = {
    "000": "210000/liaozhengfa-2015-53",
    "001": "510400/panbanfa-2016-10",
    "002": "220000/2015-implementation",
    "003": "210700/jinzhou-implementation",
    "004": "140000/jinnonggongban-2019-4",
}
LONGEST_QUOTE = 12  # characters in a row that a summary may share with the official text


def seed(corpus: Path, start: str) -> Path:
    return next((corpus / "seeds").glob(f"{start}_*.txt"))


@pytest.mark.parametrize(("start", "document_id"), SEEDS.items())
def test_the_copy_and_its_pack_agree(corpus: Path, start: str, document_id: str) -> None:
    read = read_file(seed(corpus, start))
    pack = find_pack(read, LIBRARY)
    assert pack is not None
    assert pack.id == document_id
    assert [str(difference) for difference in compare_with_pack(read, pack)] == []


@pytest.mark.parametrize(("start", "document_id"), SEEDS.items())
def test_summaries_are_not_copied(corpus: Path, start: str, document_id: str) -> None:
    official = re.sub(r"\W", "", plain(seed(corpus, start).read_text()))
    for clause in LIBRARY.documents[document_id].clauses:
        words = re.sub(r"\W", "", plain(clause.summary))
        runs = [words[i : i + LONGEST_QUOTE] for i in range(len(words) - LONGEST_QUOTE + 1)]
        assert not [run for run in runs if run in official], clause.ref
