"""What decides whose office answers is data: a kind of place is read, checked and found by its facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huigong.catalogue.answering import who_answers
from huigong.catalogue.checking import check_packs
from huigong.catalogue.services import load_catalogue
from huigong.kernel.packs import PackError
from tests.shipped import shipped_offices
from tests.unit.catalogue.packs import NATION, TODAY, service, write
from tests.unit.catalogue.test_checking import packs

__all__ = ["packs"]
MARKET = "  market: {words: 摆摊的地方, whose: 您摆摊的地方, facts: [摆摊地, 备用地], verified: false}\n"
FACTS = "摆摊地: {type: text, is: region, question: 您在哪里摆摊？}\n备用地: {type: text, is: region, question: 在哪里？}\n"
LEAD = "{line: hrss, level: county, place: market, verified: false}"


def test_a_new_kind_of_place_needs_no_program(tmp_path: Path) -> None:
    files = {
        f"{NATION}/law/services/help.yaml": service(lead=LEAD, rule="摆摊地 = 备用地"),
        "places.yaml": f"places:\n{MARKET}",
        "facts.yaml": FACTS,
    }
    help_ = load_catalogue(write(tmp_path, files)).get("help", "510421", TODAY)
    for values, region, asked in (
        ({}, None, "摆摊地"),
        ({"备用地": "210726"}, "210726", "摆摊地"),
        ({"备用地": "210726", "摆摊地": "510411"}, "510411", ""),
    ):
        where = who_answers(help_, region="510421", on=TODAY, values=values, offices=shipped_offices())
        assert (where.spot.region, where.to_ask) == (region, asked)
        assert "摆摊的地方" in where.decided_by


def test_a_place_that_nobody_declared_is_told_with_the_nearest(tmp_path: Path) -> None:
    lead = LEAD.replace("market", "residense")
    with pytest.raises(PackError, match=r"residense.*是不是“residence”"):
        load_catalogue(write(tmp_path, {f"{NATION}/law/services/help.yaml": service(lead=lead)}))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{words: 摊上, facts: [没有这个], verified: false}", "没有这个"),
        ("{words: 摊上, facts: [持有居住证], verified: false}", "持有居住证"),
        ("{words: 摊上, facts: [户籍地], as_good: [没有这个], verified: false}", "没有这个"),
        ("{words: 摊上, facts: [户籍地], unless: [户籍地], verified: false}", "没有是否事实"),
        ("{words: 摊上, verified: false}", "here: true"),
        ("{words: 摊上, facts: [户籍地]}", "没有写是哪一条定的"),
        ("{words: 摊上, facts: [户籍地], clause: 100000/no-such-law#第一条}", "no-such-law"),
        ("{words: 摊上, fact: [户籍地], verified: false}", "facts"),
        ("{words: 摊上, facts: [户籍地], verified: false}", ""),
    ],
)
def test_what_a_kind_of_place_must_say(packs: Path, row: str, words: str) -> None:
    with (packs / "places.yaml").open("a", encoding="utf-8") as file:
        file.write(f"  stall: {row}\n")
    errors = check_packs(packs).errors
    if not words:
        assert errors == []
        return
    assert any(words in f"{error.what}{error.why}{error.do}" for error in errors), errors
    assert all(error.file == "places.yaml" and error.line > 1 for error in errors), errors


def test_what_keeps_a_place_from_being_supposed_is_read_with_an_application(tmp_path: Path) -> None:
    files = {f"{NATION}/law/services/help.yaml": service()}
    plain = load_catalogue(write(tmp_path, files)).get("help", NATION, TODAY)
    place = replace(plain.lead.place, facts=("备注",), unless=("持证",))
    assert replace(plain, lead=replace(plain.lead, place=place)).reads >= {"备注", "持证"}
