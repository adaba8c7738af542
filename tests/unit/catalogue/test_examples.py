"""An example that comes out differently says how; one that cannot be read says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.examples import run_example
from huigong.catalogue.services import load_catalogue
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError
from tests.unit.catalogue.packs import NATION, load_examples, service, write

HEAD = """
    service: help
    on: 2026-11-21
    person: {持证: 是}
    examples:
"""


def differences(folder: Path, example: str) -> list[tuple[str, ...]]:
    files = {
        f"{NATION}/law/services/help.yaml": service(),
        f"{NATION}/law/examples/help.yaml": f"{HEAD}      - {example}\n",
    }
    catalogue = load_catalogue(write(folder, files))
    return [run_example(one, catalogue).differences for one in load_examples(folder)]


def test_an_example_that_holds(tmp_path: Path) -> None:
    assert differences(tmp_path, "{name: 虚构甲, answer: 是, because: 持证}") == [()]


def test_a_fact_of_the_shared_person_can_be_taken_away(tmp_path: Path) -> None:
    assert differences(tmp_path, "{name: 虚构乙, facts: {持证: 不知道}, answer: 不知道, because: 持证}") == [
        ()
    ]


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("{name: 虚构甲, answer: 否, because: 持证}", "应当答“否”"),
        ("{name: 虚构甲, answer: 是, because: 住满月数}", "理由里应当有“住满月数”"),
        ("{name: 虚构甲, answer: 是, because: 持证, amount: 600元}", "金额应当是60000分"),
        ("{name: 虚构甲, answer: 是, because: 持证, nearest: 再过1天}", "再过1天"),
        ("{name: 虚构甲, answer: 是, because: 持证, step: 先办证}", "先办证"),
    ],
)
def test_an_example_that_does_not_hold_says_how(tmp_path: Path, example: str, said: str) -> None:
    ((difference,),) = differences(tmp_path, example)
    assert said in difference


def test_an_answer_is_one_of_four_words(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="只能写是、否、不知道、已经有了之一"):
        differences(tmp_path, "{name: 虚构甲, answer: 也许, because: 持证}")


def test_a_fact_nobody_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="持证"):
        differences(tmp_path, "{name: 虚构甲, facts: {持正: 是}, answer: 是, because: 持证}")
