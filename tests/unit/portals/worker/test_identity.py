"""What a service needs before it is sent, the ways there, and that nothing filled in is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from huigong.portals.shared.realname import oidc
from huigong.registry.models import Person
from tests.unit.portals.shared.realname.national import CLIENT, SECRET, Platform, running
from tests.unit.portals.shared.realname.test_oidc import brought_back
from tests.unit.portals.worker.filling import fill_in
from tests.unit.portals.worker.test_apply import APPLY, PERMIT
from tests.unit.portals.worker.visiting import NAME, PHONE, log_in, made_up_number, register, show_card

pytestmark = pytest.mark.django_db
PROVE = "/me/prove/"


@pytest.fixture
def by_phone(visitor: Client) -> Client:
    """Somebody of whom no more is known than a phone, with a form filled in."""
    fill_in(visitor, "residence-permit", PERMIT)
    log_in(visitor)
    register(visitor, checked=False)
    return visitor


def test_who_chose_no_place_is_sent_to_a_window_near_home(client: Client) -> None:
    log_in(client)
    given = {
        "name": NAME,
        "resident_number": made_up_number(),
        "hukou_place": "大庸市永定区",
        "consent": "on",
    }
    client.post("/me/register/", {**given, "residence": "张家界市永定区"})
    assert "张家界市永定区的窗口" in client.get(PROVE).content.decode()
    client.post("/place/", {"region": "510411"})
    assert "永定区" not in client.get(PROVE).content.decode()


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    with running() as started:
        started.person = {"name": NAME, "id_number": made_up_number()}
        settings.REAL_NAME, settings.REAL_NAME_TITLE = "oidc", "虚构政务平台"
        settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = started.issuer, CLIENT, SECRET
        oidc.forget_published()
        yield started
    oidc.forget_published()


def by_provider(client: Client) -> Any:
    """Goes to the platform, logs in there, and comes back."""
    begun = oidc.Begun(client.get("/login/real-name/")["Location"], {})
    return client.get("/login/real-name/back/", brought_back(begun))


def test_the_page_of_a_service_says_before_the_form_what_is_needed(visitor: Client) -> None:
    permit = visitor.get("/services/residence-permit/").content.decode()
    assert "要核对一次" in permit
    assert f'href="{PROVE}"' in permit
    complaint = visitor.get("/services/arrears-complaint/").content.decode()
    assert "收得到验证码，就能提交" in complaint


def test_looking_and_filling_in_need_neither_login_nor_papers(visitor: Client) -> None:
    fill_in(visitor, "residence-permit", PERMIT)
    assert visitor.get("/services/residence-permit/form/check/").status_code == 200
    assert not Person.objects.exists()


def test_the_way_by_the_counter_leads_back_to_the_filled_in_form(by_phone: Client) -> None:
    stopped = by_phone.get(APPLY)
    assert urlsplit(stopped["Location"]).path == PROVE
    page = by_phone.get(stopped["Location"]).content.decode()
    assert "填好的都留着" in page
    assert "填认领码" in page
    assert "护照" in page
    show_card(by_phone)
    assert f'href="{APPLY}"' in by_phone.get(PROVE).content.decode()
    assert NAME in by_phone.get(APPLY).content.decode()


def test_nothing_is_sent_before_the_check_by_a_post_either(by_phone: Client) -> None:
    response = by_phone.post(APPLY, {"key": "1" * 32, "seen": "", "true": "on"})
    assert urlsplit(response["Location"]).path == PROVE
    assert "还没有办件" in by_phone.get("/cases/").content.decode()


def test_no_provider_is_offered_where_none_is_set(by_phone: Client) -> None:
    assert "/login/real-name/" not in by_phone.get(PROVE).content.decode()
    assert by_phone.get("/login/real-name/").status_code == 404


def test_a_provider_is_the_whole_way(by_phone: Client, platform: Platform) -> None:
    page = by_phone.get(by_phone.get(APPLY)["Location"]).content.decode()
    assert "虚构政务平台" in page
    assert by_provider(by_phone)["Location"] == APPLY
    assert Person.objects.get().assurance == "real-name"
    assert NAME in by_phone.get(APPLY).content.decode()


def test_a_provider_takes_the_record_to_a_new_phone(by_phone: Client, platform: Platform) -> None:
    show_card(by_phone)
    new = Client()
    log_in(new, "13900009999")
    by_provider(new)
    person = Person.objects.get()
    assert (person.phone, person.account and person.account.phone) == ("13900009999", "13900009999")
    assert by_phone.get("/cases/")["Location"].startswith("/login/"), "the old phone opens nothing"


def test_a_provider_saves_somebody_new_the_typing(visitor: Client, platform: Platform) -> None:
    log_in(visitor)
    assert by_provider(visitor)["Location"] == "/me/register/"
    page = visitor.get("/me/register/").content.decode()
    assert f'value="{NAME}"' in page
    visitor.post("/me/register/", {"name": "别人", "hukou_place": "盐边县", "consent": "on"})
    person = Person.objects.get()
    assert (person.name, person.resident_number, person.assurance) == (NAME, made_up_number(), "real-name")


@pytest.mark.parametrize("query", [{}, {"code": "x", "state": "y"}, {"error": "access_denied", "state": "y"}])
def test_a_way_back_that_nobody_began_proves_nothing(
    by_phone: Client, platform: Platform, query: dict[str, str]
) -> None:
    page = by_phone.get("/login/real-name/back/", query)
    assert page.status_code == 403
    assert "填好的内容都还在" in page.content.decode()
    assert Person.objects.get().assurance == "phone"


def test_a_login_begun_by_one_visitor_is_of_no_use_to_another(by_phone: Client, platform: Platform) -> None:
    begun = oidc.Begun(by_phone.get("/login/real-name/")["Location"], {})
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2, checked=False)
    assert other.get("/login/real-name/back/", brought_back(begun)).status_code == 403


def test_a_way_back_is_good_once(by_phone: Client, platform: Platform) -> None:
    begun = oidc.Begun(by_phone.get("/login/real-name/")["Location"], {})
    given = brought_back(begun)
    assert by_phone.get("/login/real-name/back/", given).status_code == 302
    assert by_phone.get("/login/real-name/back/", given).status_code == 403


def test_somebody_else_at_the_provider_gets_nothing_of_the_phone_s_record(
    by_phone: Client, platform: Platform
) -> None:
    platform.person = {"name": "虚构乙", "id_number": made_up_number(serial=3)}
    page = by_provider(by_phone)
    assert page.status_code == 302  # nobody of that number is on record: to the registration
    assert by_phone.get("/me/register/").status_code == 302, "whoever is registered is not registered again"
    assert Person.objects.get().assurance == "phone"


def test_the_ways_to_a_new_phone_are_told_to_everybody(client: Client, settings: LazySettings) -> None:
    settings.HOME_REGION = "510400"
    assert 'href="/login/new-phone/"' in client.get("/login/").content.decode()
    page = client.get("/login/new-phone/").content.decode()
    for told in ("带身份证和新手机到窗口", "填认领码", "12345"):
        assert told in page


def test_whoever_cannot_say_the_number_finds_the_way_there_too(by_phone: Client) -> None:
    other = Client()
    log_in(other, PHONE)
    assert 'href="/login/new-phone/"' in other.get("/login/owner/").content.decode()


def test_the_desks_that_the_county_lists_are_named_with_their_hours(client: Client) -> None:
    client.post("/place/", {"region": "510402"})
    page = client.get("/login/new-phone/").content.decode()
    assert "示范社区居民委员会" in page
    assert "虚构，待当地填写" in page
