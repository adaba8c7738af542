"""A clerk writes down somebody's work and household; what is refused is said in the form, and nothing is lost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.kernel.days import in_words
from huigong.messages.models import Message
from huigong.registry.models import Engagement, Household, HouseholdMember, Person
from huigong.registry.stamps import stamp_of
from tests.unit.portals.desk.staff import at_desk, person
from tests.unit.registry.someone import new_person

FIND = "/desk/people/"
USCC = "91510400MA0000000W"
WORK = {
    "employer": "虚构建筑有限公司",
    "place": "攀枝花市西区",
    "project": "虚构桥",
    "occupation": "木工",
    "contract": "no",
    "since": "2024-03-05",
    "paper": "居民身份证",
}
SHOWN = {"paper": "户口簿"}


@pytest.fixture
def clerk() -> Client:
    return at_desk("clerk")


def record(client: Client, someone: Person) -> str:
    address = f"{FIND}{someone.public_id.hex}/"
    client.post(address, {"why": "窗口受理申请"})
    return address


def tried(page: Any) -> Any:
    (change,) = [each for each in page.context["changes"] if each.open]
    return change.form


def headed(client: Client, head: Person) -> None:
    given = {"relation": "head", "since": "2020-01-01", **SHOWN}
    client.post(f"{record(client, head)}household/", given)


def joined(
    client: Client, someone: Person, head_number: str, relation: str, since: str = "2020-01-01"
) -> Any:
    given = {"relation": relation, "head": head_number, "since": since, **SHOWN}
    return client.post(f"{record(client, someone)}household/", given)


def test_work_is_written_down_with_an_employer_that_nobody_knew(clerk: Client) -> None:
    someone = person()
    page = clerk.post(f"{record(clerk, someone)}employment/", WORK, follow=True)
    engagement = Engagement.objects.select_related("employer").get()
    assert (engagement.employer.name, engagement.place) == ("虚构建筑有限公司", "510403")
    assert (engagement.contract_signed, engagement.valid_until) == (False, None)
    body = page.content.decode()
    assert "虚构建筑有限公司" in body
    assert "登记离岗" in body
    shown = AuditEvent.objects.filter(verb="registry.person.identified").order_by("pk").last()
    assert shown is not None
    assert shown.data == {"shown": "居民身份证"}


def test_work_that_is_over_is_written_down_at_once(clerk: Client) -> None:
    page = clerk.post(f"{record(clerk, person())}employment/", {**WORK, "until": "2024-09-30"}, follow=True)
    assert Engagement.objects.known_at().get().valid_until == date(2024, 9, 30)
    assert "登记离岗" not in page.content.decode()


def test_the_same_work_told_again_is_written_down_once(clerk: Client) -> None:
    address = record(clerk, person())
    for _ in range(2):
        assert clerk.post(f"{address}employment/", WORK).status_code == 302
    assert Engagement.objects.count() == 1


@pytest.mark.parametrize(("wrong", "field"), [
    ({"employer": " "}, "employer"),
    ({"uscc": "12345"}, "uscc"),
    ({"place": "盐源县"}, "place"),
    ({"since": "1900-01-01"}, "since"),
    ({"until": "2024-03-04"}, "until"),
    ({"paper": ""}, "paper"),
])  # fmt: skip
def test_a_mistake_in_work_is_said_beside_its_field_and_nothing_is_kept(
    clerk: Client, wrong: dict[str, str], field: str
) -> None:
    page = clerk.post(f"{record(clerk, person())}employment/", {**WORK, **wrong})
    assert page.status_code in (400, 403)
    assert list(tried(page).errors) == [field]
    assert 'value="虚构桥"' in page.content.decode()
    assert not Engagement.objects.exists()


def test_work_told_otherwise_than_it_is_known_is_said_above_the_form(clerk: Client) -> None:
    address = record(clerk, person())
    clerk.post(f"{address}employment/", WORK)
    page = clerk.post(f"{address}employment/", {**WORK, "occupation": "电工"})
    assert page.status_code == 409
    assert "工种和登记的不一样" in str(tried(page).non_field_errors())


def test_the_last_day_of_work_is_chosen_among_what_is_open(clerk: Client) -> None:
    address = record(clerk, person())
    clerk.post(f"{address}employment/", WORK)
    reference = Engagement.objects.get().public_id.hex
    given = {"engagement": reference, "until": "2024-12-31", **SHOWN}
    assert reference in clerk.get(address).content.decode()
    assert clerk.post(f"{address}employment/end/", given).status_code == 302
    assert Engagement.objects.known_at().get().valid_until == date(2024, 12, 31)


def test_the_work_of_somebody_else_is_not_ended(clerk: Client) -> None:
    clerk.post(f"{record(clerk, person())}employment/", WORK)
    other = record(clerk, person(2))
    reference = Engagement.objects.get().public_id.hex
    page = clerk.post(f"{other}employment/end/", {"engagement": reference, "until": "2024-12-31", **SHOWN})
    assert page.status_code == 404
    assert Engagement.objects.known_at().get().valid_until is None


def test_a_household_is_formed_joined_and_shown(clerk: Client) -> None:
    head, spouse = person(), person(2)
    headed(clerk, head)
    assert joined(clerk, spouse, new_person(1).resident_number, "spouse").status_code == 302
    body = clerk.get(record(clerk, head)).content.decode()
    assert spouse.public_id.hex in body
    assert "离开家庭户" in body
    assert "登记家庭户" not in body


@pytest.mark.parametrize(("wrong", "field"), [
    ({"head": ""}, "head"),
    ({"head": new_person(3).resident_number}, "head"),
    ({"relation": ""}, "relation"),
    ({"since": "2999-01-01"}, "since"),
    ({"since": "2019-12-31"}, "__all__"),
])  # fmt: skip
def test_a_mistake_in_a_household_is_said_in_the_form(
    clerk: Client, wrong: dict[str, str], field: str
) -> None:
    head, child = person(), person(2)
    person(3)
    headed(clerk, head)
    given = {"relation": "child", "head": new_person(1).resident_number, "since": "2021-01-01", **SHOWN}
    page = clerk.post(f"{record(clerk, child)}household/", {**given, **wrong})
    assert page.status_code in (400, 404, 409)
    assert list(tried(page).errors) == [field]
    assert HouseholdMember.objects.count() == 1


def test_when_the_head_leaves_the_page_asks_what_the_others_are_to_the_next_head(clerk: Client) -> None:
    head, spouse, child = person(), person(2), person(3)
    headed(clerk, head)
    for someone, relation in ((spouse, "spouse"), (child, "child")):
        joined(clerk, someone, new_person(1).resident_number, relation)
    address = record(clerk, head)
    asked = [f"stays_{each.public_id.hex}" for each in (spouse, child)]
    body = clerk.get(address).content.decode()
    assert all(name in body for name in asked)
    given = {"until": "2024-05-31", **SHOWN}
    page = clerk.post(f"{address}household/end/", {**given, **dict.fromkeys(asked, "")})
    assert page.status_code == 409
    assert "要有新的户主" in str(tried(page).non_field_errors())
    left = clerk.post(f"{address}household/end/", {**given, asked[0]: "head", asked[1]: "child"})
    assert left.status_code == 302
    today = HouseholdMember.objects.filter(valid_until=None)
    assert {(row.person_id, row.relation) for row in today} == {(spouse.pk, "head"), (child.pk, "child")}
    assert Household.objects.count() == 1


def test_a_member_leaves_without_a_word_about_the_others(clerk: Client) -> None:
    head, child = person(), person(2)
    headed(clerk, head)
    joined(clerk, child, new_person(1).resident_number, "child")
    address = record(clerk, child)
    assert "stays_" not in clerk.get(address).content.decode()
    assert clerk.post(f"{address}household/end/", {"until": "2024-05-31", **SHOWN}).status_code == 302
    assert HouseholdMember.objects.get(person=child).valid_until == date(2024, 5, 31)


def put_right(client: Client, someone: Person, **wrong: str) -> Any:
    row = Engagement.objects.get(person=someone, superseded_at=None)
    given = {"engagement": row.public_id.hex, "paper": "居民身份证", **wrong}
    return client.post(f"{record(client, someone)}employment/wrong/", given, follow=True)


def test_what_stands_wrong_is_put_right_and_the_page_says_what_changed_and_who_was_told(
    clerk: Client,
) -> None:
    someone = person()
    clerk.post(f"{record(clerk, someone)}employment/", WORK)
    page = put_right(clerk, someone, until="2024-03-31", project="无")
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("虚构桥", "2024年3月31日", "您是在工地上干活吗", "2024年3月5日"):
        assert words in text, words
    assert Message.objects.filter(person=someone, template="register-corrected").count() == 1
    row = Engagement.objects.get(superseded_at=None)
    assert (row.project, row.occupation, row.valid_until) == ("", "木工", date(2024, 3, 31))


def test_the_record_says_by_both_definitions_whether_it_is_a_migrant_worker_and_why(clerk: Client) -> None:
    text = clerk.get(record(clerk, person())).content.decode()
    for words in ("农民工（统计口径）", "农民工（法律口径）", "户籍性质是农业：还不清楚", "第二条"):
        assert words in text, words


def test_the_page_of_a_correction_is_found_again_on_the_record_and_says_the_same(clerk: Client) -> None:
    someone = person()
    address = record(clerk, someone)
    clerk.post(f"{address}employment/", WORK)
    assert "changed/" not in clerk.get(address).content.decode()
    first = put_right(clerk, someone, employer="虚构另一家公司").context
    row = Engagement.objects.get(superseded_at=None)
    changed = f"{address}changed/{stamp_of(row.recorded_at)}/"
    assert changed in clerk.get(address).content.decode()
    again = clerk.get(changed).context
    [made] = again["made"]
    assert (made.lines[0].was, made.lines[0].now) == ("虚构建筑有限公司", "虚构另一家公司")
    assert again["turned"] == first["turned"]


def test_a_home_put_right_has_the_same_page_as_work(clerk: Client) -> None:
    someone = person()
    address = record(clerk, someone)
    assert someone.residence_since is not None
    later = timezone.localdate() - timedelta(days=10)
    home = {"residence": "攀枝花市西区", "since": later.isoformat(), "address": "虚构路 1 号", **SHOWN}
    clerk.post(f"{address}home/", home)
    page = clerk.get(address).content.decode()
    [changed] = re.findall(rf"{address}changed/[0-9]+/", page)
    context = clerk.get(changed).context
    [made] = context["made"]
    assert [(line.was, line.now) for line in made.lines][1] == (
        in_words(someone.residence_since),
        in_words(later),
    )
    assert context["turned"] or context["others"]


def test_whoever_only_left_has_nothing_put_right(clerk: Client) -> None:
    """A last day that is entered takes the place of a row too, and says nothing against it."""
    address = record(clerk, person())
    clerk.post(f"{address}employment/", WORK)
    begun = Engagement.objects.get().public_id.hex
    clerk.post(f"{address}employment/end/", {"engagement": begun, "until": "2024-12-31", **SHOWN})
    row = Engagement.objects.get(superseded_at=None)
    assert "changed/" not in clerk.get(address).content.decode()
    assert clerk.get(f"{address}changed/{stamp_of(row.recorded_at)}/").status_code == 404
    assert clerk.get(f"{address}changed/{10**30}/").status_code == 404


def test_work_that_was_ended_by_mistake_goes_on(clerk: Client) -> None:
    someone = person()
    clerk.post(f"{record(clerk, someone)}employment/", {**WORK, "until": "2024-09-30"})
    page = put_right(clerk, someone, goes_on="on", until="2024-10-01")
    assert page.status_code == 400
    assert "不填离岗日" in str(tried(page).errors)
    put_right(clerk, someone, goes_on="on")
    assert Engagement.objects.get(superseded_at=None).valid_until is None


def test_nothing_filled_in_is_said_in_the_form(clerk: Client) -> None:
    someone = person()
    clerk.post(f"{record(clerk, someone)}employment/", WORK)
    page = put_right(clerk, someone)
    assert page.status_code == 409
    assert "登记的一样" in str(tried(page).non_field_errors())
