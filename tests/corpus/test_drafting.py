"""Every real document becomes a draft that agrees with its own text and changes nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bench.reading import Annotated
from huigong.kernel import regions
from huigong.policy.comparison import compare_with_pack, find_pack, plain
from huigong.policy.drafting import as_yaml, drafted
from huigong.policy.packs import load_library
from huigong.policy.reading import read_text
from tests.corpus.test_reading import each_document, pytestmark

__all__ = ["pytestmark"]
POLICIES = Path(__file__).resolve().parents[2] / "policies"
REGION = "510421"
LONGEST_RUN = 60  # a heading is at most so long, and nothing else may be longer


@each_document
def test_the_draft_of_a_document_agrees_with_it(document: Annotated, tmp_path: Path) -> None:
    read = read_text(document.text)
    place = tmp_path / REGION / "draft"
    place.mkdir(parents=True)
    shutil.copy(POLICIES / "systems.yaml", tmp_path / "systems.yaml")
    (place / "document.yaml").write_text(as_yaml(drafted(read, regions.find(REGION), [])), encoding="utf-8")
    known = load_library(tmp_path)
    assert [str(problem) for problem in known.set_aside] == []
    pack = find_pack(read, known)
    assert pack is not None
    assert [str(difference) for difference in compare_with_pack(read, pack)] == []
    assert len(pack.clauses) == document.gold["n_clauses"]
    assert known.documents == {}


@each_document
def test_no_sentence_of_the_text_stands_in_its_draft(document: Annotated) -> None:
    content = drafted(read_text(document.text), regions.find(REGION), [])
    official = re.sub(r"\W", "", plain(document.text))
    for clause in content["clauses"]:
        for words in (*(target["text"] for target in clause.get("targets", ())), *clause.get("doubts", ())):
            line = re.sub(r"\W", "", plain(words))
            assert not any(line[at : at + LONGEST_RUN] in official for at in range(len(line) - LONGEST_RUN))
