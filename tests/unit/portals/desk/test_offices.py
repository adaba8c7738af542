"""The pages of offices and desks: what people are told changes from a day on, and nothing falls to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Case
from huigong.directory import offices
from huigong.directory.models import LocalDesk, LocalOffice
from huigong.directory.offices import Level
from tests.unit.portals.desk.staff import HRSS, POLICE, at_desk, lodged, official
from tests.unit.registry.someone import HERE

pytestmark = pytest.mark.usefixtures("local_folder")
LIST, PAGE, DESKS = "/desk/offices/", f"/desk/offices/{HRSS}/", "/desk/offices/desks/"


def words(**changed: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    given = {
        "name": "虚构区人社局",
        "street": "虚构路1号",
        "telephone": "0812-1234567",
        "hours": "周一至周五 9:00—17:00",
        "valid_from": today,
        "source": "部门来函",
    }
    return given | changed


def test_the_list_is_of_a_region_and_finds_by_name() -> None:
    client = at_desk("administrator")
    body = client.get(LIST, {"region": HERE, "named": "人社"}).content.decode()
    assert PAGE in body
    assert f"/desk/offices/{POLICE}/" not in body
    assert "没有这样的部门" in client.get(LIST, {"region": HERE, "named": "没有的局"}).content.decode()
    assert client.get(LIST, {"region": "没有的地方"}).status_code == 400
    assert client.get(LIST, {"region": "220100"}).status_code == 403


def test_a_change_stands_with_who_and_when_and_what_was_before() -> None:
    client = at_desk("administrator")
    assert "名称待核" in client.get(PAGE).content.decode()
    before = offices.book().get(HRSS).name
    assert client.get(f"{PAGE}change/").context["form"].initial["name"] == before
    body = client.post(f"{PAGE}change/", words(), follow=True).content.decode()
    for part in ("虚构区人社局", "0812-1234567", "虚构administrator", "部门来函", before):
        assert part in body, part
    assert "名称待核" not in body
    assert before not in client.get(LIST, {"region": HERE, "named": "虚构区人社局"}).content.decode()


def test_a_page_that_was_open_meanwhile_undoes_nothing() -> None:
    client = at_desk("administrator")
    opened = str(client.get(f"{PAGE}change/").context["form"].initial["seen"])
    client.post(f"{PAGE}change/", words(seen=opened, telephone="0812-7654321"))
    late = client.post(f"{PAGE}change/", words(seen=opened, hours="周一至周六"))
    assert late.status_code == 409
    assert "别人改过这里" in late.content.decode()
    assert offices.book().get(HRSS).contact.phone == "0812-7654321"
    again = client.get(f"{PAGE}change/").context["form"].initial
    given = words(seen=str(again["seen"]), telephone=again["telephone"], hours="周一至周六")
    assert client.post(f"{PAGE}change/", given).status_code == 302
    contact = offices.book().get(HRSS).contact
    assert (contact.phone, contact.hours) == ("0812-7654321", "周一至周六")


def test_what_is_planned_already_is_said_where_something_is_changed() -> None:
    client = at_desk("administrator")
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert later not in client.get(f"{PAGE}change/").content.decode()
    client.post(f"{PAGE}change/", words(valid_from=later, name="虚构区未来局"))
    body = client.get(f"{PAGE}change/").content.decode()
    assert f"{later} 起已经登记了“虚构区未来局”" in body


def test_workers_read_the_new_address_at_once() -> None:
    client, stranger = at_desk("administrator"), Client()
    stranger.post("/place/", {"region": HERE})
    page = "/services/residence-permit/"
    assert "0812-1234567" not in stranger.get(page).content.decode()
    client.post(f"/desk/offices/{POLICE}/change/", words(name="虚构区公安分局"))
    body = stranger.get(page).content.decode()
    assert "0812-1234567" in body
    assert "虚构区公安分局" in body


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"source": ""}, "source"),
        ({"telephone": "见公告"}, "telephone"),
        ({"valid_from": ""}, "valid_from"),
        ({"valid_from": "1999-01-01"}, "valid_from"),
        ({"valid_from": "昨天"}, "valid_from"),
    ],
)
def test_a_mistake_is_said_beside_its_field(changed: dict[str, str], field: str) -> None:
    page = at_desk("administrator").post(f"{PAGE}change/", words(**changed))
    assert page.status_code in {400, 422}
    assert list(page.context["form"].errors) == [field]
    assert not LocalOffice.objects.exists()


def closing(successor: str = POLICE, days: int = -1) -> dict[str, str]:
    last_day = timezone.localdate() + timedelta(days=days)
    return {"last_day": last_day.isoformat(), "successor": successor, "source": "机构改革方案"}


def test_closing_shows_what_is_open_and_hands_it_over() -> None:
    client = at_desk("administrator")
    case_id = lodged()
    address = f"/desk/offices/{POLICE}/close/"
    assert "1 项" in client.get(address).content.decode()
    refused = client.post(address, closing(HRSS))
    assert refused.status_code == 409
    assert list(refused.context["form"].errors) == ["successor"], "nobody there could take it"
    official("hrss")
    done = client.post(address, closing(HRSS), follow=True).content.decode()
    assert "1 项没办完的已经转给承接的部门" in done
    assert "已撤并" in done
    assert Case.objects.get(public_id=case_id).accountable_office == HRSS


def test_a_closed_office_is_opened_again() -> None:
    client = at_desk("administrator")
    client.post(f"{PAGE}close/", closing())
    body = client.get(PAGE).content.decode()
    assert "恢复这个部门" in body
    assert f"{PAGE}change/" not in body
    late = client.post(f"{PAGE}reopen/", {"valid_from": "2020-01-01", "source": "来函"})
    assert late.status_code in {400, 422}
    assert "撤并以后的日子" in late.content.decode()
    today = timezone.localdate().isoformat()
    after = client.post(
        f"{PAGE}reopen/", {"valid_from": today, "source": "来函"}, follow=True
    ).content.decode()
    assert "已恢复" in after
    assert f"{PAGE}change/" in after


def test_a_desk_is_entered_changed_and_closed() -> None:
    client, today = at_desk("administrator"), timezone.localdate()
    assert "虚构，待当地填写" in client.get(DESKS, {"region": HERE}).content.decode()
    assert client.get(f"{DESKS}new/", {"region": HERE}).status_code == 200
    given = words(name="虚构东街派出所", kind="police station", serves="东街", region=HERE)
    body = client.post(f"{DESKS}new/", given, follow=True).content.decode()
    assert "虚构东街派出所" in body
    assert "示范街道派出所" not in body and "示范镇派出所" not in body
    (desk,) = offices.book().desks(HERE, "police", Level.STATION, today)
    one = f"{DESKS}{desk.id}/"
    assert client.get(one).context["form"].initial["telephone"] == "0812-1234567"
    opened = str(client.get(one).context["form"].initial["seen"])
    client.post(one, words(name="虚构东街派出所", serves="东街和西街", seen=opened))
    late = client.post(one, words(name="虚构东街派出所", serves="西街", seen=opened))
    assert late.status_code == 409
    (desk,) = offices.book().desks(HERE, "police", Level.STATION, today)
    assert desk.serves == "东街和西街"
    assert client.get(f"{one}close/").status_code == 200
    client.post(f"{one}close/", {"last_day": today.isoformat(), "source": "来函"})
    tomorrow = today + timedelta(days=1)
    assert offices.book().desks(HERE, "police", Level.STATION, tomorrow) == ()
    assert LocalDesk.objects.count() == 3


def test_a_desk_without_a_kind_is_asked_for_it() -> None:
    page = at_desk("administrator").post(f"{DESKS}new/", words(region=HERE, kind=""))
    assert list(page.context["form"].errors) == ["kind"]


def test_an_office_that_is_none_is_not_found() -> None:
    client = at_desk("administrator")
    assert client.get(f"/desk/offices/{HERE}/no-such-line/").status_code == 404
    assert client.get(f"/desk/offices/{HERE}/residents-committee/").status_code == 404
