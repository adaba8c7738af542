"""The pages of people who may stand twice: listed, looked at side by side, and decided with a reason."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.http import HttpResponse
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.directory.principals import SYSTEM
from huigong.registry.actions import duplicates, people
from huigong.registry.models import Person, PossibleDuplicate, UnitedRecord
from tests.filled import lodged_for
from tests.unit.portals.desk.staff import PERMIT, at_desk
from tests.unit.registry.someone import CITY, CLERK, HERE, resident_number

PAGE = "/desk/duplicates/"


def twice(*, times: int = 2) -> list[Person]:
    """People of one name, day, phone and home, with different numbers; the search has found them."""
    rows = [
        people.register(
            by=CLERK,
            now=timezone.now(),
            name="单晓禾",
            resident_number=resident_number(2 * turn, born=date(1980, 5, 17)),
            hukou_place="511402",
            residence=HERE,
            phone="13000000001",
            address="虚构县禾乡一村1号",
        )
        for turn in range(times)
    ]
    duplicates.search(by=SYSTEM, now=timezone.now(), region=CITY)
    return rows


def address() -> str:
    return f"{PAGE}{PossibleDuplicate.objects.first().public_id.hex}/"


def say(verdict: str, reason: str = "两张证件都看过", **more: str) -> HttpResponse:
    client = at_desk("clerk", username="first")
    return client.post(address(), {"verdict": verdict, "reason": reason, **more}, follow=True)


def test_a_pair_is_listed_with_what_speaks_for_it_and_nobody_in_full() -> None:
    first, _ = twice()
    body = at_desk("clerk").get(PAGE).content.decode()
    assert "证件号码不同 · 姓名相同 · 出生日期相同 · 手机号相同" in body
    assert first.name not in body
    assert first.resident_number not in body


def test_side_by_side_both_are_masked_and_both_looks_are_in_the_trail() -> None:
    first, second = twice()
    shown = at_desk("clerk").get(address())
    body = shown.content.decode()
    assert first.address not in body
    assert first.phone not in body
    assert {str(line.label): line.same for line in shown.context["lines"]}["手机号"] is True
    assert {str(line.label): line.same for line in shown.context["lines"]}["证件号码"] is False
    looks = AuditEvent.objects.filter(purpose="核对疑似重复登记").values_list("person_ref", flat=True)
    assert set(looks) == {first.public_id.hex, second.public_id.hex}


def test_the_records_open_from_there_without_another_question() -> None:
    first, _ = twice()
    client = at_desk("clerk")
    client.get(address())
    assert client.get(f"/desk/people/{first.public_id.hex}/").context["purpose"] == "核对疑似重复登记"


def test_two_people_leave_the_list() -> None:
    twice()
    listed = say("different")
    assert listed.redirect_chain[-1][0] == PAGE
    assert list(listed.context["pairs"]) == []
    assert PossibleDuplicate.objects.get().reason == "两张证件都看过"


def test_nobody_can_tell_and_the_next_one_reads_why() -> None:
    twice()
    assert "本人没来" in say("unsure", "本人没来").content.decode()
    assert "本人没来" in at_desk("clerk", username="another").get(address()).content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"verdict": "same", "reason": "看过"}, "keep"), ({"verdict": "same", "keep": "0" * 32, "reason": "看过"}, "keep"),
     ({"verdict": "", "reason": "看过"}, "verdict"), ({"verdict": "perhaps", "reason": "看过"}, "verdict"),
     ({"verdict": "different", "reason": " "}, "reason"), ({"verdict": "different", "reason": "长" * 201}, "reason")],
)  # fmt: skip
def test_a_mistake_is_said_beside_its_field(said: dict[str, str], field: str) -> None:
    twice()
    answer = at_desk("clerk").post(address(), said)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert PossibleDuplicate.objects.get().verdict == ""


def test_what_a_colleague_has_decided_is_gone() -> None:
    twice()
    gone = address()
    say("different")
    assert (
        at_desk("clerk", username="another").post(gone, {"verdict": "unsure", "reason": "看过"}).status_code
        == 404
    )


def test_many_pairs_are_paged() -> None:
    twice(times=12)
    shown = at_desk("clerk").get(PAGE)
    assert shown.context["pages"].total == len(PossibleDuplicate.objects.all())


def test_one_person_and_two_again_by_the_pages() -> None:
    kept, gone = twice()
    shown = say("same", keep=kept.public_id.hex)
    address = shown.redirect_chain[-1][0]
    assert list(Person.objects.all()) == [kept]
    assert gone.resident_number not in shown.content.decode()
    case_id = lodged_for_whom(kept)
    client = at_desk("clerk")
    asked = {each.words: each.key for each in client.get(address).context["union"].since}
    about = f"办件 {Case.objects.get().number}"
    assert about in asked, "the application and the party are one question"
    assert any(words.startswith("消息（") for words in asked), "anything else is told with its day"
    parted = client.post(address, {"reason": "是两个人", "to_gone": [asked[about]]}, follow=True)
    assert parted.redirect_chain[-1][0] == f"{PAGE}united/"
    assert Case.objects.get(public_id=case_id).application.person.public_id == gone.public_id
    assert "已分开" in parted.content.decode()
    assert not client.get(PAGE).context["pairs"]


def lodged_for_whom(person: Person) -> str:
    case = applications.lodge(
        by=CLERK,
        now=timezone.now(),
        key="another",
        person_id=person.public_id.hex,
        service_id=PERMIT,
        region=HERE,
        answers={"离开户籍地": True, "户口在同市别县": False, "居住月数": 4, "合法稳定住所": True},
        lodged=lodged_for(PERMIT, region=HERE, now=timezone.now()),
        evidence=["居民身份证"],
        channel="window",
    )
    return case.public_id.hex


def test_parting_without_a_reason_is_said_beside_the_field() -> None:
    kept, _ = twice()
    address = say("same", keep=kept.public_id.hex).redirect_chain[-1][0]
    answer = at_desk("clerk").post(address, {"reason": " "})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["reason"]
    assert list(Person.objects.all()) == [kept]


def test_a_union_is_found_again_by_number_or_name_and_from_the_record() -> None:
    kept, gone = twice()
    address = say("same", keep=kept.public_id.hex).redirect_chain[-1][0]
    client = at_desk("clerk", username="another")
    for sought in (gone.resident_number, kept.name):
        shown = client.post(f"{PAGE}united/", {"sought": sought})
        assert address in shown.content.decode()
    assert "没有找到" in client.post(f"{PAGE}united/", {"sought": "单大川"}).content.decode()
    assert AuditEvent.objects.filter(verb="registry.person.not_found").count() == 1, (
        "names that are tried leave a trail"
    )
    refused = client.post(f"{PAGE}united/", {"sought": "单大川1"})
    assert refused.status_code == 400
    assert "没有找到" not in refused.content.decode(), "nothing was sought"
    client.get(address)  # says what for
    assert address in client.get(f"/desk/people/{kept.public_id.hex}/").content.decode()


def test_what_was_found_is_counted_and_a_list_that_is_cut_says_so() -> None:
    kept, _ = twice()
    say("same", keep=kept.public_id.hex)
    client = at_desk("clerk", username="another")
    shown = client.post(f"{PAGE}united/", {"sought": kept.resident_number}).content.decode()
    assert "找到 1 次合并" in shown
    assert "只列最近的" not in shown
    row = UnitedRecord.objects.get()
    for number in range(50):
        row.pk, row.public_id, row.gone = None, uuid.uuid4(), f"{number:032x}"
        row.save(force_insert=True)
    shown = client.post(f"{PAGE}united/", {"sought": kept.resident_number}).content.decode()
    assert "找到 51 次合并" in shown
    assert "只列最近的 50 次" in shown


def test_what_joined_from_online_is_listed_apart() -> None:
    kept, _ = twice()
    say("same", keep=kept.public_id.hex)
    UnitedRecord.objects.update(said_online=True)
    client = at_desk("clerk", username="another")
    assert client.get(f"{PAGE}united/").context["unions"] == []
    assert len(client.get(f"{PAGE}united/?online=1").context["unions"]) == 1
