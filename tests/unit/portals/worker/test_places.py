"""Places by name and by step."""

from __future__ import annotations

import pytest
from django.test import Client

from huigong.kernel import placenames
from huigong.kernel.errors import DomainError
from huigong.portals.shared.allowances import Allowance
from huigong.portals.worker.places import chosen, place_name


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("四川 米易县", "510421", "米易县"),
        ("江苏鼓楼", "320302", "江苏省南京市鼓楼区"),
        ("会理县", "513402", "已经撤销或改名"),
        ("米易县米易镇", "510421", "只认到县"),
        ("米意县", "510421", "您要找的是不是"),
    ],
)
def test_a_search_offers_what_was_meant_and_says_why(
    client: Client, words: str, code: str, said: str
) -> None:
    page = client.get("/place/", {"name": words}).content.decode()
    assert f'value="{code}"' in page
    assert said in page


@pytest.mark.django_db
def test_one_place_that_went_is_told_once(client: Client) -> None:
    """万县市 has stood below two prefectures in turn."""
    page = client.get("/place/", {"name": "万县市"}).content.decode()
    assert page.count("已经撤销或改名") == 1


@pytest.mark.django_db
def test_a_name_that_is_too_long_is_refused_and_not_sent_back(client: Client) -> None:
    for length, status in ((61, 400), (20_000, 414)):
        response = client.get("/place/", {"name": "虚" * length})
        assert response.status_code == status
        assert "太长" in response.content.decode()
        assert len(response.content) < 40_000


@pytest.mark.django_db
def test_a_flood_of_searches_is_slowed_for_its_network_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huigong.portals.worker.views.place.SEARCHES", Allowance("place.search", 3, 3600))
    answers = [client.get("/place/", {"name": "xyz"}, REMOTE_ADDR="192.0.2.1") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "请过一分钟再试" in answers[-1].content.decode()
    assert client.get("/place/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.get("/place/", {"name": "xyz"}, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_an_allowance_forgets_the_addresses_asked_from_longest_ago() -> None:
    allowance = Allowance("test", most=1, seconds=3600)
    assert allowance.take("192.0.2.1")
    assert not allowance.take("192.0.2.1")
    assert all(allowance.take(f"10.{high}.{low}.1") for high in range(40) for low in range(256))
    assert allowance.take("192.0.2.1")


@pytest.mark.django_db
def test_a_place_that_still_exists_is_not_called_abolished_for_a_namesake(client: Client) -> None:
    page = client.get("/place/", {"name": "郊区"}).content.decode()
    gone = page.index("已经撤销或改名")
    assert page.index("山西省阳泉市郊区") < gone < page.index("山西省长治市潞州区")
    assert "没有找到" not in page


@pytest.mark.django_db
def test_more_places_than_are_listed_are_counted_and_the_way_to_fewer_is_told(client: Client) -> None:
    page = client.get("/place/", {"name": "郊区"}).content.decode()
    more = placenames.read("郊区").more
    assert more > 0
    assert f"还有 {more} 个没有列出" in page
    assert "写上省、市的名字" in page
    assert "没有列出" not in client.get("/place/", {"name": "鼓楼区"}).content.decode()
