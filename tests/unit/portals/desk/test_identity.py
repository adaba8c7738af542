"""At the counter: a new phone in two minutes, papers of whoever registered online, a slip, and who may act for whom."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM
from huigong.messages.models import Message
from huigong.messages.sms import code_file
from huigong.registry.actions import people, representing
from huigong.registry.models import Person, Representation
from tests.each import each
from tests.unit.portals.desk.staff import at_desk, person
from tests.unit.portals.desk.test_counter import PHONE, looked_for, phone_changed
from tests.unit.portals.worker.test_other_papers import PASSPORT
from tests.unit.portals.worker.visiting import code_sent_to, log_in, made_up_number, register
from tests.unit.registry.someone import CLERK, new_person

NEW, OLD = "13900009999", "13900000001"
CARD = {"paper": "居民身份证", "other_paper": ""}


@pytest.fixture(autouse=True)
def codes_in_files(settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"


@pytest.fixture
def clerk() -> Client:
    return at_desk("clerk")


@pytest.fixture
def worker() -> Client:
    """Somebody who registered online and has never been at a counter."""
    client = Client()
    client.post("/place/", {"region": "510403"})
    log_in(client)
    register(client, checked=False)
    return client


def papers_seen(clerk: Client, address: str) -> Any:
    """The card is shown, and the code read out that came to the phone of the row."""
    asked = clerk.post(f"{address}papers/", CARD)
    code = code_sent_to(OLD, template="papers-code")
    return clerk.post(asked["Location"], {"code": code}, follow=True)


def test_a_new_phone_ends_the_old_sessions_tells_both_phones_and_is_in_the_trail(
    clerk: Client, worker: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    someone = Person.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        phone_changed(clerk, someone)
    assert worker.get("/cases/")["Location"].startswith("/login/"), "the old phone is logged out"
    assert Person.objects.get().phone == NEW
    assert Message.objects.get(template="phone-changed").person == someone
    told = code_file(Path(settings.SMS_FOLDER), OLD, template="phone-left").read_text(encoding="utf-8")
    assert "不再用来登录" in told
    assert AuditEvent.objects.filter(verb="registry.person.phone_changed").count() == 1
    back = Client()
    log_in(back, NEW)
    assert back.get("/login/owner/").status_code == 200, "a code alone opens nothing"


def test_no_phone_is_changed_without_the_code(clerk: Client) -> None:
    someone = person()
    asked = clerk.post(f"{looked_for(clerk, someone)}phone/", PHONE)
    wrong = f"{(int(code_sent_to(NEW, template='phone-code')) + 1) % 10**6:06d}"
    page = clerk.post(asked["Location"], {"code": wrong})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["code"])
    assert Person.objects.get().phone == someone.phone


def test_a_code_for_one_person_or_one_purpose_is_no_good_for_another(clerk: Client) -> None:
    first, second = person(1), person(2)
    asked = clerk.post(f"{looked_for(clerk, first)}phone/", PHONE)
    code = code_sent_to(NEW, template="phone-code")
    other = asked["Location"].replace(first.public_id.hex, second.public_id.hex)
    assert clerk.post(other, {"code": code}).status_code == 302
    stranger = Client()
    stranger.post("/login/", {"phone": NEW})
    if code != code_sent_to(NEW):
        assert stranger.post("/login/code/", {"code": code}).status_code == 400
    assert {each.phone for each in Person.objects.all()} == {first.phone, second.phone}


@each(
    "given, error",
    [
        ({"paper": "委托书"}, "请选择本人出示的证件"),
        ({"paper": "其他", "other_paper": "本人写的委托书"}, "不能证明他是谁"),
    ],
)
def test_a_letter_of_authority_says_of_nobody_who_they_are(
    clerk: Client, worker: Client, given: dict[str, str], error: str
) -> None:
    """With it alone a stranger would be the owner of what they typed online, or log in to a record with their phone."""
    typed = Person.objects.get(assurance="phone")
    record = looked_for(clerk, Person.objects.exclude(pk=typed.pk).first() or person())
    for address in (f"{record}phone/", f"{record}slip/", f"{looked_for(clerk, typed)}papers/"):
        page = clerk.post(address, {**PHONE, **given})
        assert page.status_code == 400, address
        assert error in page.content.decode(), address
    typed.refresh_from_db()
    assert typed.assurance == "phone"


def test_a_number_given_out_again_is_taken_over_on_purpose_only(clerk: Client) -> None:
    someone, other = person(1), person(2)
    other.account = accounts.worker_account(now=timezone.now(), phone=NEW)
    other.save()
    refused = clerk.post(f"{looked_for(clerk, someone)}phone/", PHONE)
    assert refused.status_code == 409
    assert "号码以前是别人的" in refused.content.decode()
    asked = clerk.post(f"{looked_for(clerk, someone)}phone/", {**PHONE, "taken_over": "yes"})
    clerk.post(asked["Location"], {"code": code_sent_to(NEW, template="phone-code")})
    other.refresh_from_db()
    assert (other.account, other.phone) == (None, "")
    assert Person.objects.get(pk=someone.pk).account == Account.objects.get(is_active=True, kind="worker")
    assert AuditEvent.objects.get(verb="registry.person.phone_lost").person_ref == other.public_id.hex


def test_who_registered_online_is_marked_until_papers_were_seen(clerk: Client, worker: Client) -> None:
    someone = Person.objects.get()
    address = looked_for(clerk, someone)
    assert "只凭手机号" in clerk.get(address).content.decode()
    shown = papers_seen(clerk, address).content.decode()
    assert "证件已核对" in shown
    assert "窗口核对过证件" in shown


def test_papers_lead_to_the_record_that_was_there(clerk: Client, worker: Client) -> None:
    own = Person.objects.get()
    row = new_person(1, name=own.name, resident_number=own.resident_number)
    wanted = {
        "name": row.name, "resident_number": row.resident_number, "phone": "", "hukou_place": "盐边县",
        "residence": "攀枝花市西区", "residence_since": "", "address": "", **CARD,
    }  # fmt: skip
    clerk.post("/desk/people/new/", wanted)
    record = Person.objects.exclude(pk=own.pk).get()
    page = papers_seen(clerk, looked_for(clerk, own))
    assert page.request["PATH_INFO"] == f"/desk/people/{record.public_id.hex}/"
    assert list(Person.objects.all()) == [record]
    assert worker.get("/cases/").status_code == 200, "still logged in, and now to the record"


def test_whoever_is_a_guardian_by_word_alone_is_named_before_papers_are_noted(
    clerk: Client, worker: Client
) -> None:
    """Anybody can have typed that number online; what they said does not come to the child's record."""
    born = f"{timezone.localdate().year - 8}0303"
    number = made_up_number(born, serial=7)
    child = {"name": "虚构娃", "resident_number": number, "hukou_place": "米易县", "kinship": "其他监护人"}
    own = Person.objects.get()
    worker.post("/me/helping/child/", child)
    said = Person.objects.exclude(public_id=own.public_id).get()
    row = new_person(1, name="虚构娃", resident_number=number, residence_since=None)
    record = people.register(by=SYSTEM, now=timezone.now(), **asdict(row))
    address = looked_for(clerk, said)
    shown = clerk.get(address).content.decode()
    assert "网上自己说的代办就停了" in shown and "其他监护人" in shown
    page = clerk.post(f"{address}papers/", CARD, follow=True)
    assert page.request["PATH_INFO"] == f"/desk/people/{record.public_id.hex}/"
    assert "谁能替他办" not in page.content.decode()
    assert record.public_id.hex not in worker.get("/me/helping/").content.decode()


def test_papers_let_no_phone_in_whose_code_nobody_reads_out(clerk: Client, worker: Client) -> None:
    """The phone is a stranger's who knows name and number; the owner of both stands at the counter."""
    own = Person.objects.get()
    address = looked_for(clerk, own)
    asked = clerk.post(f"{address}papers/", CARD)
    assert asked["Location"] == f"{address}papers/code/"
    wrong = f"{(int(code_sent_to(OLD, template='papers-code')) + 1) % 10**6:06d}"
    page = clerk.post(asked["Location"], {"code": wrong})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["code"])
    own.refresh_from_db()
    assert own.assurance == "phone"


def test_a_slip_is_shown_once_and_opens_the_record(clerk: Client) -> None:
    someone = person()
    page = clerk.post(f"{looked_for(clerk, someone)}slip/", CARD).content.decode()
    found = re.search(r"\d{4}-\d{4}-\d{4}", page)
    assert found
    assert found.group() not in clerk.get(looked_for(clerk, someone)).content.decode()
    worker = Client()
    log_in(worker, NEW)
    claimed = worker.post("/me/claim/", {"name": someone.name, "code": found.group()})
    assert claimed["Location"] == "/cases/"
    assert Person.objects.get().account is not None


@pytest.mark.parametrize("name", ["虚构别人", "虚构一"])
def test_a_wrong_slip_says_the_same_of_everybody(name: str) -> None:
    person()
    worker = Client()
    log_in(worker, NEW)
    page = worker.post("/me/claim/", {"name": name, "code": "0000-0000-0000"})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["code"])
    assert page.context["form"].errors["code"] == [
        "姓名和认领码对不上，或者认领码已经用过、过期了。请对照窗口给的纸条再填一次；纸条过期的，请带身份证到窗口换一张。"
    ]


def test_a_helper_is_recorded_shown_and_ended(clerk: Client) -> None:
    someone, helper = person(1), person(2)
    given = {
        "name": helper.name, "number": helper.resident_number, "acting": "helper", "kinship": "村社帮办",
        "until": f"{timezone.localdate().year}-12-31", "paper": "委托书", "other_paper": "",
    }  # fmt: skip
    address = looked_for(clerk, someone)
    page = clerk.post(f"{address}acting/", given, follow=True).content.decode()
    assert "代办人（村社帮办）：窗口看过证明" in page
    row = Representation.objects.get()
    assert (row.proof, row.representative) == ("委托书", helper)
    ended = clerk.post(f"{address}acting/end/", {"reference": row.public_id.hex}, follow=True)
    assert "代办已经停了" in ended.content.decode()
    assert "谁能替他办" not in ended.content.decode()


def test_a_helper_is_not_ended_through_somebody_else_s_record(clerk: Client) -> None:
    """The clerk has said what for of one person, and names another one's helper in the body."""
    someone, child, guardian = person(1), person(2), person(3)
    row = representing.record_at_counter(
        by=CLERK,
        now=timezone.now(),
        person_id=child.public_id.hex,
        representative_id=guardian.public_id.hex,
        acting="helper",
        kinship="祖父母",
        shown="户口簿",
        valid_from=timezone.localdate(),
        valid_until=timezone.localdate(),
    )
    answer = clerk.post(f"{looked_for(clerk, someone)}acting/end/", {"reference": row.public_id.hex})
    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


def test_a_stranger_who_typed_the_helper_s_number_does_not_become_the_helper(
    clerk: Client, worker: Client
) -> None:
    stranger, someone = Person.objects.get(), person(1)
    given = {
        "name": "虚构帮办", "number": stranger.resident_number, "acting": "helper", "kinship": "村社帮办",
        "until": f"{timezone.localdate().year}-12-31", "paper": "委托书", "other_paper": "",
    }  # fmt: skip
    address = looked_for(clerk, someone)
    page = clerk.post(f"{address}acting/", given)
    (tried,) = [each for each in page.context["changes"] if each.open]
    assert (page.status_code, list(tried.form.errors)) == (409, ["number"])
    row = new_person(2, name="虚构帮办", resident_number=stranger.resident_number, residence_since=None)
    helper = people.register(by=SYSTEM, now=timezone.now(), **asdict(row))
    clerk.post(f"{address}acting/", given)
    assert Representation.objects.get().representative == helper
    assert "村社帮办" not in worker.get("/me/helping/").content.decode()


@pytest.mark.parametrize(("wrong", "field"), [
    ({"number": new_person(9).resident_number}, "number"),
    ({"number": new_person(1).resident_number, "name": new_person(1).name}, "number"),
    ({"name": "虚构别人"}, "name"),
    ({"until": "2001-01-01"}, "until"),
    ({"until": ""}, "until"),
    ({"kinship": " "}, "kinship"),
    ({"acting": ""}, "acting"),
    ({"paper": ""}, "paper"),
])  # fmt: skip
def test_a_wrong_authority_is_said_beside_its_field(clerk: Client, wrong: dict[str, str], field: str) -> None:
    someone = person(1)
    person(2)
    given = {
        "name": new_person(2).name, "number": new_person(2).resident_number, "acting": "helper", "kinship": "邻居",
        "until": f"{timezone.localdate().year}-12-31", "paper": "委托书", "other_paper": "",
    }  # fmt: skip
    page = clerk.post(f"{looked_for(clerk, someone)}acting/", given | wrong)
    (tried,) = [each for each in page.context["changes"] if each.open]
    assert list(tried.form.errors) == [field]
    assert not Representation.objects.exists()


@pytest.mark.parametrize("role", ["police", "leading", "administrator", "auditor"])
def test_nobody_else_does_any_of_this(role: str) -> None:
    someone, client = person(), at_desk(role)
    address = looked_for(client, someone)
    given = {**PHONE, **CARD, "number": new_person(2).resident_number, "acting": "helper",
             "kinship": "邻居", "until": f"{timezone.localdate().year}-12-31"}  # fmt: skip
    person(2)
    for way in ("phone/", "papers/", "slip/", "acting/"):
        assert client.post(f"{address}{way}", given).status_code == 403, way
    assert not Representation.objects.exists()


def test_without_a_purpose_nothing_is_done_and_nobody_is_searched(clerk: Client) -> None:
    someone, helper = person(1), person(2)
    address = f"/desk/people/{someone.public_id.hex}/"
    given = {**PHONE, **CARD, "number": helper.resident_number, "acting": "helper", "kinship": "邻居",
             "until": f"{timezone.localdate().year}-12-31"}  # fmt: skip
    before = AuditEvent.objects.count()
    given |= {"residence": "盐源县", "since": "2026-01-01", "address": "虚构巷2号"}
    for way in ("phone/", "papers/", "slip/", "acting/", "acting/end/", "home/"):
        assert clerk.post(f"{address}{way}", given).headers["Location"] == address, way
    assert AuditEvent.objects.count() == before and not Representation.objects.exists()


def test_somebody_elsewhere_is_answered_as_nobody(clerk: Client) -> None:
    row = {**asdict(new_person(3)), "residence": "440305", "hukou_place": "440305"}
    far = people.register(by=SYSTEM, now=timezone.now(), **row)
    for public_id in (far.public_id.hex, "0" * 31 + "1"):
        address = f"/desk/people/{public_id}/"
        for way in ("phone/", "papers/", "slip/", "acting/", "acting/end/", "home/"):
            assert clerk.post(f"{address}{way}", CARD).status_code == 404, way
        clerk.post(address, {"why": "窗口受理申请"})
        for way in ("", "phone/code/", "papers/code/", "apply/", "apply/residence-permit/"):
            assert clerk.get(f"{address}{way}").status_code == 404, way
        reveal = {"fields_wanted": ["phone"], "why": "窗口受理申请"}
        assert clerk.post(f"{address}reveal/", reveal).status_code == 404


def test_what_a_passport_says_is_put_right_at_the_counter_with_the_passport(
    clerk: Client, client: Client
) -> None:
    """A number of a passport says nothing of sex and birth: what was typed wrongly stood there for ever."""
    log_in(client)
    client.post("/me/register/?paper=other", PASSPORT)
    someone = Person.objects.get()
    record = looked_for(clerk, someone)
    assert "更正证件登记" in unescape(clerk.get(record).content.decode())
    right = {"born": "1986-03-12", "sex": "", "country": "US", "paper": "护照", "other_paper": ""}
    assert clerk.post(f"{record}papers/wrong/", {**right, "paper": ""}).status_code == 400
    assert clerk.post(f"{record}papers/wrong/", right)["Location"] == record
    someone.refresh_from_db()
    assert (someone.born_on.isoformat(), someone.sex, someone.paper_country) == ("1986-03-12", "male", "US")
    assert "护照（美国）" in unescape(clerk.get(record).content.decode())
    again = clerk.post(f"{record}papers/wrong/", right)
    assert again.status_code == 409 and "改的和登记的一样" in unescape(again.content.decode())


def test_of_a_resident_card_nothing_is_offered_to_be_put_right(clerk: Client) -> None:
    record = looked_for(clerk, person(1))
    assert "更正证件登记" not in unescape(clerk.get(record).content.decode())


def test_a_passport_is_found_by_its_number_whatever_its_country(clerk: Client, client: Client) -> None:
    log_in(client)
    client.post("/me/register/?paper=other", PASSPORT)
    found = clerk.post("/desk/people/", {"sought": "e12345678", "why": "窗口受理申请"}, follow=True)
    assert "护照（法国）" in unescape(found.content.decode())
