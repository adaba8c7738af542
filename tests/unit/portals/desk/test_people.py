"""Looking at a person: a purpose first, masked, recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from huigong.audit import queries as trail
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.portals.desk.parts.purposes import KEPT_FOR, PurposeForm, purpose_for, remember
from huigong.portals.shared.sealed import SealedSession
from huigong.registry.actions import facts, people
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import accepted, at_desk, person
from tests.unit.registry.someone import CITY, CLERK, new_person

AUDITOR = Principal("auditor", "审计", (Grant("auditor", CITY),))
FIND = "/desk/people/"


def found(client: Any, **given: str) -> Any:
    return client.post(FIND, {"sought": "虚构一", "why": "核实申请材料", **given})


def looks(person_id: str) -> list[Any]:
    return list(trail.events(AUDITOR, person=person_id).filter(verb="personal_data.read"))


def test_nothing_is_found_without_a_purpose() -> None:
    someone = person()
    page = found(at_desk("clerk"), why="")
    assert page.status_code == 400
    assert page.context["found"] is None
    assert 'value="虚构一"' in page.content.decode()
    assert looks(someone.public_id.hex) == []


def test_by_number_phone_full_name_pinyin_or_initials_and_masked() -> None:
    someone = person()
    client = at_desk("clerk")
    for sought in (someone.name, someone.phone, someone.resident_number, "xugouyi", "XGY"):
        page = found(client, sought=sought)
        assert [each.public_id for each in page.context["found"]] == [someone.public_id.hex], sought
        table = page.content.decode().partition("<tbody>")[2]
        assert someone.resident_number not in table
        assert someone.phone not in table
    assert [look.purpose for look in looks(someone.public_id.hex)] == [
        "核实申请材料"
    ]  # one sitting, one look


def test_all_namesakes_are_counted_and_the_rest_is_a_page_away() -> None:
    rows = [new_person(number, name="虚同名") for number in range(25)]
    people.register_many(by=CLERK, now=timezone.now(), rows=rows)
    client = at_desk("clerk")
    first = found(client, sought="虚 同名")
    text = first.content.decode()
    assert "找到 25 人" in text
    assert "第 1 页，共 2 页" in text
    assert 'name="page" value="2"' in text
    second = found(client, sought="虚同名", page="2")
    assert len(second.context["found"]) == 5
    assert 'name="page" value="1"' in second.content.decode()
    shown = {each.public_id for page in (first, second) for each in page.context["found"]}
    assert len(shown) == 25
    assert found(client, sought="虚同名", page="x").status_code == 400


def test_namesakes_are_told_apart_by_year_home_and_the_ends_of_numbers() -> None:
    rows = [
        new_person(1001, name="虚同名", residence="510403"),
        new_person(2002, name="虚同名", residence="510402"),
        new_person(3, name="虚铜明"),
    ]
    people.register_many(by=CLERK, now=timezone.now(), rows=rows)
    page = found(at_desk("clerk"), sought="虚同名")
    table = page.content.decode().partition("<tbody>")[2]
    assert "找到 3 人" in page.content.decode()
    for told in (
        "1951",
        "1952",
        "西区",
        "东区",
        "139****1001",
        "139****2002",
        rows[0].resident_number[-4:],
        "户籍",
    ):
        assert told in table, told
    assert [each.by_ear for each in page.context["found"]] == [False, False, True]
    assert table.count("读音相同") == 1


def test_the_number_of_a_case_leads_to_it() -> None:
    case_id = accepted()
    number = Case.objects.get().number
    answer = at_desk("clerk").post(FIND, {"sought": f" {number} "})
    assert answer["Location"] == f"/desk/cases/{case_id}/"
    elsewhere = at_desk("hrss").post(FIND, {"sought": number})
    assert elsewhere.status_code == 404
    assert "没有找到这个办件" in elsewhere.content.decode()


def test_the_purpose_last_chosen_is_proposed_for_the_next_person() -> None:
    person()
    client = at_desk("clerk")
    found(client)
    assert client.get(FIND).context["form"]["why"].value() == "核实申请材料"
    found(client, why="其他", more="核对户口")
    assert client.get(FIND).context["form"]["why"].value() == "核实申请材料"


def test_half_a_name_finds_nobody() -> None:
    person()
    page = found(at_desk("clerk"), sought="虚构")
    assert page.context["found"] == []
    assert "姓名和拼音要写全" in page.content.decode()


def test_a_number_that_cannot_be_is_told_beside_the_field() -> None:
    page = found(at_desk("clerk"), sought="123")
    assert page.status_code == 400
    assert page.context["form"].errors["sought"]


def test_the_number_sought_never_stands_in_an_address() -> None:
    someone = person()
    assert at_desk("clerk").get(FIND, {"sought": someone.phone}).context["found"] is None


def test_a_record_opens_only_after_its_purpose_was_said() -> None:
    someone = person()
    client = at_desk("clerk")
    address = f"{FIND}{someone.public_id.hex}/"
    asked = client.get(address)
    assert "record" not in asked.context
    assert looks(someone.public_id.hex) == []
    assert client.post(address, {"why": "其他"}).status_code == 400
    opened = client.post(address, {"why": "其他", "more": "核对户口"}, follow=True)
    assert opened.context["record"].person.public_id == someone.public_id.hex
    assert [look.purpose for look in looks(someone.public_id.hex)] == ["核对户口"]


def test_finding_says_the_purpose_for_the_record_too() -> None:
    someone = person()
    client = at_desk("clerk")
    found(client)
    assert client.get(f"{FIND}{someone.public_id.hex}/").context["purpose"] == "核实申请材料"


def test_the_record_says_from_when_a_fact_must_be_verified_again() -> None:
    someone, years_ago = person(), timezone.now() - timedelta(days=800)
    for fact, now in (("持有居住证", years_ago), ("已登记失业", timezone.now())):
        facts.record(
            by=CLERK,
            now=now,
            person_id=someone.public_id.hex,
            fact=fact,
            value=True,
            source="窗口",
            verification="verified",
            valid_from=timezone.localdate(now),
        )
    client = at_desk("clerk")
    found(client)
    page = client.get(f"{FIND}{someone.public_id.hex}/")
    lines = {each.fact.fact: each.fact for each in page.context["facts"]}
    assert lines["持有居住证"].is_stale and not lines["已登记失业"].is_stale
    for line in lines.values():
        assert f"{line.stale_from:%Y-%m-%d}起要重新核实" in page.content.decode()


def test_the_record_shows_the_cases_that_the_viewer_may_read() -> None:
    case_id = accepted()
    shown = {}
    for role in ("police", "hrss"):
        client = at_desk(role)
        (someone,) = found(client).context["found"]
        page = client.get(f"{FIND}{someone.public_id}/")
        shown[role] = [row.case_id for row, _kind, _words in page.context["cases"]]
    assert shown == {"police": [case_id], "hrss": []}


def test_numbers_are_shown_in_full_once_and_recorded() -> None:
    someone = person()
    client = at_desk("clerk")
    found(client)
    address = f"{FIND}{someone.public_id.hex}/"
    assert someone.phone not in client.get(address).content.decode()
    bare = client.post(f"{address}reveal/", {"fields_wanted": ["phone"]})
    assert bare.status_code == 400
    assert someone.phone not in bare.content.decode()
    page = client.post(f"{address}reveal/", {"fields_wanted": ["phone"], "why": "通知办理结果"})
    assert someone.phone in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert someone.phone not in client.get(address).content.decode()
    revealed = [look for look in looks(someone.public_id.hex) if look.data["fields"] == ["phone"]]
    assert [look.purpose for look in revealed] == ["通知办理结果"]


def test_only_who_may_read_the_trail_sees_who_looked() -> None:
    someone = person()
    seen = {}
    for roles in (("clerk",), ("police", "auditor")):
        client = at_desk(*roles)
        found(client)
        seen[roles[0]] = client.get(f"{FIND}{someone.public_id.hex}/").context["readers"]
    assert seen["clerk"] is None
    assert {look.who for look in seen["police"]} == {"虚构clerk", "虚构police"}


def test_somebody_elsewhere_is_not_found_here() -> None:
    someone = person()
    client = at_desk("leading")
    assert client.get(f"{FIND}{someone.public_id.hex}/").status_code == 403


def test_a_purpose_lasts_half_an_hour_for_this_person_alone() -> None:
    session: dict[str, Any] = {}
    now = timezone.now()
    remember(session, ["a"], "核实申请材料", now=now)
    assert purpose_for(session, "a", now=now + KEPT_FOR - timedelta(seconds=1)) == "核实申请材料"
    assert purpose_for(session, "a", now=now + KEPT_FOR) == ""
    assert purpose_for(session, "b", now=now) == ""
    assert "核实" not in SealedSession().dumps(session).decode()


def test_a_purpose_in_ones_own_words_or_with_a_remark() -> None:
    assert purpose(why="处理投诉举报", more=" 510400-1  ") == "处理投诉举报：510400-1"
    assert purpose(why="其他", more="核对户口") == "核对户口"
    assert purpose(why="其他", more=" ") == ""


def purpose(**given: str) -> str:
    form = PurposeForm(given)
    return form.cleaned_data["purpose"] if form.is_valid() else ""


def test_the_record_of_somebody_whose_hukou_place_a_sheet_left_out_opens(db: None) -> None:
    someone = person()
    Person.objects.update(hukou_place="")
    client = at_desk("clerk")
    address = f"/desk/people/{someone.public_id.hex}/"
    page = client.post(address, {"why": "窗口受理申请"}, follow=True)
    assert page.status_code == 200
    assert "<dd>—</dd>" in page.content.decode()
