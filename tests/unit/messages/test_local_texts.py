"""What a place writes instead of the packs: checked as packs are, from now on, and back again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.messages import localtexts
from huigong.messages.actions import localtexts as actions
from huigong.messages.checking import parts, signed
from huigong.messages.models import LocalText
from huigong.messages.templates import book
from tests.shipped import shipped_catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_folder")]
NOW, TODAY = datetime(2026, 6, 10, 2, 0, tzinfo=UTC), date(2026, 6, 10)
HERE, CITY = "510403", "510400"
ADMINISTRATOR = Principal("admin", "虚构管", (Grant("administrator", CITY),))
FAR = Principal("far", "虚构远", (Grant("administrator", "220100"),))
A_SERVICE = min((service.name for service in shipped_catalogue().services), key=len)
WORDS = {
    "title": "收到了",
    "body": "您办的“{事项}”收到了，编号 {编号}，问{部门}。",
    "sms": "您交的事收到了，请登录惠工看。",
}


def change(region: str = HERE, *, by: Principal = ADMINISTRATOR, **changed: str) -> None:
    actions.change(by=by, now=NOW, template_id="case-received", region=region, words=WORDS | changed)


def title(region: str) -> str:
    return book().get("case-received", region=region, on=TODAY).title


def test_the_nearest_word_of_a_place_holds_and_goes_back() -> None:
    packs = title(HERE)
    change(CITY)
    assert title(HERE) == title(CITY) == "收到了"
    assert title("220100") == packs
    change(HERE, title="西区收到了")
    assert (title(HERE), title(CITY)) == ("西区收到了", "收到了")
    actions.withdraw(by=ADMINISTRATOR, now=NOW, template_id="case-received", region=HERE)
    assert title(HERE) == "收到了"
    actions.withdraw(by=ADMINISTRATOR, now=NOW, template_id="case-received", region=CITY)
    assert title(HERE) == packs
    with pytest.raises(DomainError) as error:
        actions.withdraw(by=ADMINISTRATOR, now=NOW, template_id="case-received", region=CITY)
    assert error.value.code == "message.not_changed"
    assert [row.withdrawn for row in localtexts.history(ADMINISTRATOR, "case-received", HERE)] == [
        True,
        False,
    ]
    assert AuditEvent.objects.filter(verb__startswith="messages.text.").count() == 4


def test_the_same_words_change_nothing() -> None:
    change()
    change()
    assert LocalText.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "part", "says"),
    [
        ({"title": " "}, "title", "没有填"),
        ({"title": "{编号}收到了{姓名}"}, "title", "没有的名称“姓名”"),
        ({"body": "{事情}收到了"}, "body", "没有的名称“事情”"),
        ({"body": "长" * 501}, "body", "超过500个字"),
        ({"sms": "{事项}收到了"}, "sms", "短信里写了“事项”"),
        ({"sms": f"{A_SERVICE}收到了，请登录惠工看。"}, "sms", "说了是什么事"),
        ({"sms": "编号 510403202606 收到了"}, "sms", "一长串数字"),
        ({"sms": "长" * 67}, "sms", "要算2条"),
    ],
)
def test_what_a_text_must_not_say(changed: dict[str, str], part: str, says: str) -> None:
    with pytest.raises(DomainError) as error:
        change(**changed)
    assert error.value.about == part
    assert says in error.value.what
    assert not LocalText.objects.exists()


def test_a_short_message_of_exactly_one_is_taken() -> None:
    change(sms="长" * 66)
    assert localtexts.preview(localtexts.occasion_of("case-received"), WORDS | {"sms": "长" * 66}).parts == 1


@pytest.mark.parametrize(("length", "number"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_how_many_short_messages_a_text_is(length: int, number: int) -> None:
    assert parts("字" * length) == number


def test_the_preview_is_of_nobody_real_and_says_its_length() -> None:
    preview = localtexts.preview(localtexts.occasion_of("case-received"), WORDS)
    assert "{" not in preview.body + preview.sms
    assert preview.sms == signed(WORDS["sms"], "惠工")
    assert (preview.letters, preview.parts) == (len(preview.sms), 1)


def test_only_who_keeps_the_place_reads_and_changes() -> None:
    for act in (
        lambda: change(by=FAR),
        lambda: localtexts.texts_of(FAR, HERE, on=TODAY),
        lambda: localtexts.text_of(FAR, "case-received", HERE, on=TODAY),
        lambda: actions.withdraw(by=FAR, now=NOW, template_id="case-received", region=HERE),
        lambda: localtexts.history(FAR, "case-received", HERE),
    ):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.code == "access.denied"


def test_every_occasion_has_a_text_and_one_that_is_none_is_not_found() -> None:
    texts = localtexts.texts_of(ADMINISTRATOR, HERE, on=TODAY)
    assert {"case-received", "digest", "letter-issued"} <= {text.id for text in texts}
    with pytest.raises(DomainError) as error:
        localtexts.text_of(ADMINISTRATOR, "no-such", HERE, on=TODAY)
    assert error.value.code == "message.unknown"


def test_a_region_that_there_is_not_has_no_text() -> None:
    nation = Principal("nation", "虚构国", (Grant("administrator", "100000"),))
    for region in ("51zzzz", "5104030"):
        with pytest.raises(DomainError) as error:
            change(region, by=nation)
        assert error.value.code in ("regions.unknown", "access.denied")
    assert not LocalText.objects.exists()
