"""The desk's pages of a register: made from the declaration alone, from the first record to its end."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.portals.shared.purposes import COMMON
from huigong.records.models import Record
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.records.conftest import courier, pack, packs
from tests.unit.records.packs import COUNTY

__all__ = ["courier", "pack", "packs"]


def at_desk(line: str, role: str = "case-officer") -> Client:
    account = accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=f"{line}-{role}",
        display_name="虚构警官",
        password=PASSWORD,
        grants=[Grant(role, COUNTY, f"{COUNTY}/{line}")],
    )
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture
def police(courier: Person) -> Client:
    return at_desk("police")


def say_why(client: Client, address: str) -> str:
    answer = client.post(address, {"why": COMMON[0][0], "more": ""}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def begin(client: Client, person: Person, **said: str):  # type: ignore[no-untyped-def]
    address = f"/desk/records/of/{person.public_id.hex}/ebike-plate/"
    given = {
        "生效日期": "2026-05-10",
        "车架号": "AB123",
        "检验有效期": "2199-07-10",
        "停放地.region": "米易县",
        **said,
    }
    return client.post(address, given)


def test_a_plate_is_registered_checked_corrected_and_ended_on_pages_that_nobody_wrote(
    police: Client, courier: Person
) -> None:
    mine = say_why(police, f"/desk/records/of/{courier.public_id.hex}/")
    assert "没有您能看的登记" in mine
    assert "电动车牌证" in mine
    asked = police.get(f"/desk/records/of/{courier.public_id.hex}/ebike-plate/").content.decode()
    assert all(name in asked for name in ("生效日期", "车架号", "检验有效期", "轻便车", "停放地"))
    assert begin(police, courier).status_code == 302
    record = Record.objects.get()
    page = say_why(police, f"/desk/records/{record.public_id.hex}/")
    assert all(word in page for word in ("有效", "AB123", record.number, "注销", "检验"))
    check = f"/desk/records/{record.public_id.hex}/add/检验/"
    assert police.post(check, {"生效日期": "2026-05-20", "检验有效期": "2199-08-10"}).status_code == 302
    event = record.events.get(event="检验").public_id.hex
    address = f"/desk/records/{record.public_id.hex}/{event}/correct/"
    assert "2199年8月10日" in police.get(address).content.decode()
    given = {"生效日期": "2026-05-20", "检验有效期": "2199-09-10", "reason": "抄错了"}
    assert "2199年9月10日" in police.post(address, given, follow=True).content.decode()
    annulled = f"/desk/records/{record.public_id.hex}/{event}/annul/"
    assert "2199年7月10日" in police.post(annulled, {"reason": "没有检验"}, follow=True).content.decode()
    ended = police.post(
        f"/desk/records/{record.public_id.hex}/add/注销/", {"生效日期": "2026-05-30"}, follow=True
    )
    assert "注销" in ended.content.decode()
    assert "add/检验" not in ended.content.decode()


def test_what_is_wrong_stands_on_the_page_and_nothing_is_recorded(police: Client, courier: Person) -> None:
    answer = begin(police, courier, 车架号="X", 检验有效期="明天吧")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "明天吧" in page
    assert not Record.objects.exists()
    assert begin(police, courier).status_code == 302
    record = Record.objects.get().public_id.hex
    say_why(police, f"/desk/records/{record}/")
    event = Record.objects.get().events.get().public_id.hex
    unreasoned = police.post(f"/desk/records/{record}/{event}/annul/", {"reason": ""})
    assert unreasoned.status_code == 400


def test_a_list_names_nobody_and_shows_what_the_office_may_see(police: Client, courier: Person) -> None:
    begin(police, courier)
    number = Record.objects.get().number
    shown = police.get("/desk/records/?kind=ebike-plate&state=有效").content.decode()
    assert number in shown
    assert courier.name not in shown
    assert number not in police.get("/desk/records/?kind=ebike-plate&state=失效").content.decode()
    assert number in at_desk("transport").get("/desk/records/").content.decode()
    assert number not in at_desk("hrss").get("/desk/records/").content.decode()


def test_who_only_reads_is_offered_nothing_to_record(police: Client, courier: Person) -> None:
    begin(police, courier)
    record = Record.objects.get()
    transport = at_desk("transport")
    page = say_why(transport, f"/desk/records/{record.public_id.hex}/")
    assert "AB123" not in page
    assert "/add/" not in page
    event = record.events.get().public_id.hex
    assert transport.get(f"/desk/records/{record.public_id.hex}/{event}/annul/").status_code == 404
    assert begin(transport, courier).status_code == 404
