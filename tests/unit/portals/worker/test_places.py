"""Places by name and by step."""

from __future__ import annotations

import pytest
from django.test import Client

from huigong.kernel.errors import DomainError
from huigong.portals.worker.places import chosen, found_by_name, one_by_name, place_name


def test_a_name_alone_is_enough_where_it_is_the_only_one() -> None:
    assert one_by_name("盐边县").code == "510422"
    assert one_by_name("四川省攀枝花市仁和区").code == "510411"


def test_a_shared_name_asks_for_the_full_one() -> None:
    with pytest.raises(DomainError) as caught:
        one_by_name("朝阳区")
    assert caught.value.code == "place.several"
    assert "北京市朝阳区" in caught.value.do


def test_an_unknown_name_says_how_to_write_it() -> None:
    with pytest.raises(DomainError) as caught:
        one_by_name("不存在的县")
    assert caught.value.code == "place.not_found"


def test_part_of_a_name_finds_places() -> None:
    assert "510400" in {place.code for place in found_by_name("攀枝")}


@pytest.mark.parametrize("code", ["100000", "110103"])
def test_neither_the_nation_nor_an_abolished_district_can_be_chosen(code: str) -> None:
    with pytest.raises(DomainError) as caught:
        chosen(code)
    assert caught.value.code == "place.not_usable"


def test_a_place_nobody_chose_has_no_name() -> None:
    assert place_name("") == ""


@pytest.mark.django_db
def test_choosing_leads_to_the_questions(client: Client) -> None:
    assert client.get("/ask/")["Location"] == "/place/"
    assert "510000" in client.get("/place/").content.decode()
    assert "攀枝花市" in client.get("/place/?in=510000").content.decode()
    assert client.post("/place/", {"region": "510411"})["Location"] == "/ask/"
    assert "仁和区" in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_wrong_place_is_refused_kindly(client: Client) -> None:
    response = client.post("/place/", {"region": "000000"})
    assert response.status_code == 404
    assert "怎么办" in response.content.decode()


@pytest.mark.django_db
def test_searching_by_name(client: Client) -> None:
    assert 'value="510411"' in client.get("/place/?name=仁和区").content.decode()
    assert "没有找到" in client.get("/place/?name=哪里都不是").content.decode()
