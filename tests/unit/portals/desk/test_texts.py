"""The pages of texts and of the way to phones: seen, changed with a preview, changed back, and tried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.directory.actions import ownphone
from huigong.directory.models import Account
from huigong.directory.principals import Principal
from huigong.messages.actions import sending
from huigong.messages.models import Message, Sending
from huigong.registry.models import Person
from tests.unit.messages.telecom import Telecom
from tests.unit.portals.desk.staff import at_desk, lodged
from tests.unit.registry.someone import HERE

TEXT, CHANNELS = f"/desk/texts/case-received/?region={HERE}", "/desk/channels/"
WORDS = {
    "title": "收到了",
    "body": "您办的“{事项}”收到了，编号 {编号}。",
    "sms": "您交的事收到了，请登录惠工看。",
}
pytestmark = pytest.mark.usefixtures("local_folder")


@pytest.fixture(autouse=True)
def telecom(settings: Any) -> None:
    settings.SMS_PROVIDER = "tests.unit.messages.telecom:Telecom"
    settings.QUIET_HOURS = "00:00-00:00"
    Telecom.begin()


def test_a_text_is_seen_changed_told_and_changed_back() -> None:
    client = at_desk("administrator")
    before = client.get(TEXT).context["preview"]
    assert "{" not in before.body
    assert before.parts == 1
    body = client.post(TEXT, WORDS, follow=True).content.decode()
    assert "已保存" in body
    assert "虚构administrator" in body
    lodged(days_ago=0)
    assert Message.objects.get(template="case-received").title == "收到了"
    body = client.get("/desk/texts/", {"region": HERE}).content.decode()
    assert "收到了" in body and "本地" in body
    after = client.post(f"/desk/texts/case-received/back/?region={HERE}", follow=True)
    assert "已改回" in after.content.decode()
    assert after.context["preview"] == before


def test_a_page_that_was_open_meanwhile_undoes_nothing() -> None:
    client = at_desk("administrator")
    opened = {"seen": str(client.get(TEXT).context["form"].initial["seen"])}
    client.post(TEXT, WORDS | opened)
    late = client.post(TEXT, WORDS | opened | {"title": "收到啦"})
    assert late.status_code == 409
    assert "别人改过这条消息" in late.content.decode()
    assert client.get(TEXT).context["text"].title == "收到了"
    again = {"seen": str(client.get(TEXT).context["form"].initial["seen"])}
    assert client.post(TEXT, WORDS | again | {"title": "收到啦"}).status_code == 302
    client.post(f"/desk/texts/case-received/back/?region={HERE}")
    assert client.post(TEXT, WORDS | again).status_code == 409, "taken back is another word too"


def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays() -> None:
    page = at_desk("administrator").post(TEXT, WORDS | {"sms": "{事项}收到了"})
    assert page.status_code in {400, 422}
    assert list(page.context["form"].errors) == ["sms"]
    assert "{事项}收到了" in page.content.decode()


def test_a_text_that_is_none_and_a_place_of_somebody_else() -> None:
    client = at_desk("administrator")
    assert client.get(f"/desk/texts/no-such/?region={HERE}").status_code == 404
    assert client.get("/desk/texts/case-received/?region=220100").status_code == 403
    assert client.post("/desk/texts/case-received/?region=220100", WORDS).status_code == 403


def test_the_channel_is_tried_out_three_times_an_hour() -> None:
    client = at_desk("administrator")
    assert "Telecom" in client.get(CHANNELS).content.decode()
    assert client.post(CHANNELS, {"phone": ""}).status_code == 400, "nobody knows yet where to"
    for typed in ("13900000009", "", "13900000009"):
        assert "已经收下" in client.post(CHANNELS, {"phone": typed}, follow=True).content.decode()
    assert [phone for phone, _sms in Telecom.taken] == ["13900000009"] * 3
    assert client.post(CHANNELS, {"phone": ""}).status_code == 429
    assert len(Telecom.taken) == 3
    for verb in ("messages.sending.tried_out", "directory.account.own_phone"):
        event = AuditEvent.objects.filter(verb=verb).first()
        assert event is not None and "13900000009" not in str(event.data)
    assert AuditEvent.objects.filter(verb="directory.account.own_phone").count() == 1


def test_a_test_message_goes_to_ones_own_phone_and_to_no_other() -> None:
    client = at_desk("administrator")
    client.post(CHANNELS, {"phone": "13900000009"})
    assert "139****0009" in client.get(CHANNELS).content.decode()
    other = client.post(CHANNELS, {"phone": "13900000008"})
    assert other.status_code == 429
    assert list(other.context["form"].errors) == ["phone"]
    assert [phone for phone, _sms in Telecom.taken] == ["13900000009"]
    by = Principal.for_account(Account.objects.get(username="administrator"), on=timezone.localdate())
    ownphone.put(by=by, now=timezone.now() + timedelta(days=1, minutes=1), phone="13900000008")
    client.post(CHANNELS, {"phone": ""})
    assert Telecom.taken[-1][0] == "13900000008"


def test_what_the_provider_says_is_shown() -> None:
    Telecom.trouble = "短信平台答复 500"
    page = at_desk("administrator").post(CHANNELS, {"phone": "13900000009"})
    assert page.status_code == 503
    assert "短信平台答复 500" in page.content.decode()


def test_a_number_that_is_none_is_refused() -> None:
    page = at_desk("administrator").post(CHANNELS, {"phone": "12"})
    assert page.status_code == 400
    assert list(page.context["form"].errors) == ["phone"]


def test_what_failed_is_shown_by_reason_and_sent_again() -> None:
    lodged()
    phones = list(Person.objects.order_by("pk"))
    Telecom.trouble, Telecom.final = "短信平台答复 403", True
    sending.send_due(now=timezone.now())
    client = at_desk("administrator")
    body = client.get(CHANNELS).content.decode()
    assert "短信平台答复 403" in body
    assert phones[0].name not in body
    Telecom.begin()
    again = client.post(f"{CHANNELS}again/", {"trouble": "短信平台答复 403"}, follow=True)
    assert "1 条会再发" in again.content.decode()
    sending.send_due(now=timezone.now())
    assert len(Telecom.taken) == 1
    assert not Sending.objects.filter(state="failed").exists()


def test_what_was_told_long_ago_is_not_sent_as_todays_news() -> None:
    lodged()
    Telecom.trouble, Telecom.final = "短信平台答复 403", True
    sending.send_due(now=timezone.now())
    client = at_desk("administrator")
    (row,) = client.get(CHANNELS).context["troubles"]
    assert row.news == row.number == 1
    Message.objects.update(told_at=timezone.now() - timedelta(days=8))
    page = client.get(CHANNELS)
    (row,) = page.context["troubles"]
    assert (row.number, row.news) == (1, 0)
    assert f"{CHANNELS}again/" not in page.content.decode()
    again = client.post(f"{CHANNELS}again/", {"trouble": "短信平台答复 403"}, follow=True)
    assert "0 条会再发" in again.content.decode()
    assert Sending.objects.filter(state="failed").count() == 1


def test_console_says_that_nobody_gets_anything(settings: Any) -> None:
    settings.SMS_PROVIDER = "console"
    assert "谁的手机也收不到" in at_desk("administrator").get(CHANNELS).content.decode()
