"""What was said stays said: the reason somebody came, and what a form was told of them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from huigong.registry.models import Person
from tests.unit.portals.worker.filling import WAGE, fill_in, shown
from tests.unit.portals.worker.visiting import NAME, log_in, made_up_number

pytestmark = pytest.mark.django_db
EVENT = "/for/unpaid/"


def test_choosing_a_place_leads_back_to_the_reason_one_came_for(client: Client) -> None:
    assert f'href="/place/?next={EVENT}"' in shown(client, EVENT)
    for page in (
        f"/place/?next={EVENT}",
        f"/place/?in=510000&next={EVENT}",
        f"/place/?name=仁和区&next={EVENT}",
    ):
        assert f'name="next" value="{EVENT}"' in shown(client, page), page
    assert f"?in=510000&next={escape('%2Ffor%2Funpaid%2F')}" in shown(client, f"/place/?next={EVENT}")
    assert client.post("/place/", {"region": "510411", "next": EVENT})["Location"] == EVENT
    assert client.post("/place/", {"region": "510411", "next": "//elsewhere.example/"})["Location"] == "/ask/"


def test_answers_without_a_place_are_not_said_to_be_gone(client: Client) -> None:
    client.get("/for/unpaid/")
    client.get("/ask/?event=unpaid")
    client.post("/services/arrears-complaint/form/q/经过/", {"经过": "七月来的，说好月底给，一直没有给。"})
    assert client.cookies["answering"].value
    assert "没有保留在这台手机上" not in shown(client, "/")

    stranger = Client()
    stranger.cookies["answering"] = "1"
    assert "没有保留在这台手机上" in shown(stranger, "/")


def test_a_form_that_ended_meanwhile_says_so_when_its_next_screen_is_sent(client: Client) -> None:
    """What is sent then is kept; what was before is gone, and nobody is led back to the first question in silence."""
    form = "/services/arrears-complaint/form/"
    client.post(f"{form}q/经过/", {"经过": "七月来的，说好月底给，一直没有给。"})
    client.session.flush()
    told = client.post(f"{form}q/申请人/", {"申请人.phone": WAGE["申请人.phone"]}, follow=True)
    assert "没有保留在这台手机上" in told.content.decode()
    assert WAGE["申请人.phone"] in shown(client, f"{form}q/申请人/")
    assert "没有保留在这台手机上" not in shown(client, "/")

    client.session.flush()
    assert "没有保留在这台手机上" in client.get(form, follow=True).content.decode()
    assert "没有保留在这台手机上" not in shown(client, "/")


def test_a_form_that_was_given_up_is_not_said_to_be_gone(client: Client) -> None:
    form = "/services/arrears-complaint/form/"
    client.post(f"{form}q/经过/", {"经过": "七月来的，说好月底给，一直没有给。"})
    client.post(f"{form}drop/")
    assert "没有保留在这台手机上" not in shown(client, "/")


def test_what_a_form_was_told_stands_where_it_is_asked_again(client: Client) -> None:
    fill_in(client, "arrears-complaint", WAGE)
    assert f'value="{WAGE["申请人.phone"]}"' in shown(client, "/login/")
    log_in(client)
    page = shown(client, "/me/register/")
    assert f'value="{NAME}"' in page
    assert f'value="{WAGE["住所.region"]}"' in page


@pytest.mark.parametrize(("typed", "lives"), [("米易县", "510421"), ("", "510422")])
def test_who_registers_lives_where_they_say_and_not_at_their_hukou(
    client: Client, typed: str, lives: str
) -> None:
    log_in(client)
    client.post(
        "/me/register/",
        {
            "name": NAME,
            "resident_number": made_up_number(),
            "hukou_place": "盐边县",
            "residence": typed,
            "consent": "on",
        },
    )
    assert Person.objects.get().residence == lives


def test_the_county_asked_about_is_shown_as_the_home_and_never_taken_unseen(client: Client) -> None:
    client.post("/place/", {"region": "510421"})
    log_in(client)
    assert 'value="四川省攀枝花市米易县"' in shown(client, "/me/register/")
    who = {"name": NAME, "resident_number": made_up_number(), "hukou_place": "盐边县", "consent": "on"}
    client.post("/me/register/", {**who, "residence": ""})  # "the same county as the hukou", says the page
    assert Person.objects.get().residence == "510422"


@pytest.mark.parametrize("place", ["四川省", "攀枝花市", "510000", "100000"])
@pytest.mark.parametrize("field", ["hukou_place", "residence"])
def test_nobody_lives_in_a_whole_province_where_no_counter_would_find_them(
    client: Client, field: str, place: str
) -> None:
    client.post("/place/", {"region": "510000"})
    log_in(client)
    assert 'value="四川省"' not in shown(client, "/me/register/")
    who = {"name": NAME, "resident_number": made_up_number(), "hukou_place": "盐边县", "consent": "on"}
    page = client.post("/me/register/", {**who, field: place})
    assert page.status_code == 400
    assert "请写到县（市、区）" in page.content.decode()
    assert not Person.objects.exists()


def test_a_home_that_a_form_took_and_that_is_too_wide_here_is_told_before_anything_is_sent(
    client: Client,
) -> None:
    fill_in(client, "arrears-complaint", {**WAGE, "住所.region": "攀枝花市"})
    log_in(client)
    page = shown(client, "/me/register/")
    assert 'value="攀枝花市"' in page
    assert "只写“攀枝花市”还不知道是哪个县" in page


def test_a_city_without_counties_is_narrow_enough(client: Client) -> None:
    log_in(client)
    who = {"name": NAME, "resident_number": made_up_number(), "hukou_place": "东莞市虎门镇", "consent": "on"}
    client.post("/me/register/", who)
    assert Person.objects.get().hukou_place == "441900"
