"""Every place of the country, abolished ones too, is told in letters in English."""

from __future__ import annotations

import re

from django.utils import translation

from huigong.directory.offices import book
from huigong.directory.offices.answering import Answering
from huigong.directory.offices.levels import Level
from huigong.kernel import regions
from huigong.portals.shared import languages
from tests.each import each

_LETTERS = re.compile(r"[A-ZÀ-Ü][A-Za-zÀ-ÿ' -]+(, [A-ZÀ-Ü][A-Za-zÀ-ÿ' -]+)*")


def test_every_place_is_told_in_letters() -> None:
    with translation.override("en"):
        told = {each.full_name: languages.said(each.full_name) for each in regions.every()}
        alone = {each.name: languages.said(each.name) for each in regions.every()}
    assert len(told) > 3000
    assert not {name: said for name, said in (told | alone).items() if not _LETTERS.fullmatch(said)}


@each(
    "name, told",
    [
        ("四川省攀枝花市米易县", "Miyi County, Panzhihua, Sichuan"),
        ("米易县", "Miyi County"),
        ("陕西省西安市", "Xi'an, Shaanxi"),
        ("山西省太原市", "Taiyuan, Shanxi"),
        ("北京市朝阳区", "Chaoyang District, Beijing"),
        ("山东省菏泽市单县", "Shanxian County, Heze, Shandong"),
        (
            "四川省凉山彝族自治州木里藏族自治县",
            "Muli Tibetan Autonomous County, Liangshan Yi Autonomous Prefecture, Sichuan",
        ),
        ("内蒙古自治区呼和浩特市", "Hohhot, Inner Mongolia"),
    ],
)
def test_a_place_is_told_as_maps_write_it(name: str, told: str) -> None:
    with translation.override("en"):
        assert languages.said(name) == told


def test_what_is_no_place_stays_and_so_does_a_place_in_a_language_without_the_words() -> None:
    with translation.override("en"):
        assert languages.said("没有这个县") == "没有这个县"
    with translation.override("ug"):
        assert languages.said("四川省攀枝花市米易县") == "四川省攀枝花市米易县"


def test_an_office_is_told_as_what_it_is_of_which_place() -> None:
    line = book().line("police")
    answering = Answering(Level.COUNTY, line, book().for_line("510421", "police"))
    assert answering.shown.startswith("米易县公安局")
    with translation.override("en"):
        assert languages.said(answering.shown) == "the police of Miyi County (name to be checked)"
