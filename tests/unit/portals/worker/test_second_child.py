"""Another child's matter while one of the same kind runs, and a form that was sent or given up at another phone."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from huigong.casework.models import Case
from huigong.catalogue.services import catalogue
from huigong.portals.worker.keeping import keep
from tests.unit.portals.worker.filling import SCHOOL, WAGE, Typed, fill_in, send, shown
from tests.unit.portals.worker.test_filling import officer_of
from tests.unit.portals.worker.visiting import PHONE, log_in, made_up_number

pytestmark = pytest.mark.django_db
PLACE = "schooling-of-accompanying-children"
FORM = f"/services/{PLACE}/form/"
FIRST: Typed = {name: text for name, text in SCHOOL.items() if not name.startswith("入学孩子.2.")}
SECOND: Typed = {**FIRST, "入学孩子.1.孩子.name": "虚构小宝", "入学孩子.1.孩子户籍地.region": "昭阳区"}


def test_a_place_for_the_second_child_is_asked_for_beside_that_of_the_first(worker: Client) -> None:
    """义务教育法 12: each child has the right by itself."""
    fill_in(worker, PLACE, FIRST)
    send(worker, PLACE)
    first = Case.objects.get()
    told = unescape(worker.get(FORM, follow=True).content.decode())
    assert f"给虚构大宝办的这件事您已经交过，正在办，编号{first.number}" in told and "接着填" in told
    page = shown(worker, f"/services/{PLACE}/")
    assert "虚构大宝" in page and "再给别的人办一件" in page
    fill_in(worker, PLACE, SECOND)
    assert "/receipt/" in send(worker, PLACE)
    assert Case.objects.count() == 2


@pytest.mark.parametrize("children", ["the same one", "the same one and another"])
def test_a_place_for_the_same_child_is_still_asked_for_once(worker: Client, children: str) -> None:
    fill_in(worker, PLACE, FIRST)
    send(worker, PLACE)
    fill_in(worker, PLACE, FIRST if children == "the same one" else SCHOOL)
    page = shown(worker, f"/services/{PLACE}/apply/")
    form = {name: re.search(rf'name="{name}" value="([0-9a-f]+)"', page)[1] for name in ("key", "seen")}  # type: ignore[index]
    assert worker.post(f"/services/{PLACE}/apply/", {**form, "true": "on"}).status_code == 409
    assert Case.objects.count() == 1


def sent_anew(worker: Client, name: str, **more: str) -> int:
    """The status of the answer to a second form of the first child, with the name written like this."""
    fill_in(worker, PLACE, {**FIRST, "入学孩子.1.孩子.name": name, **more})
    page = shown(worker, f"/services/{PLACE}/apply/")
    form = {name: re.search(rf'name="{name}" value="([0-9a-f]+)"', page)[1] for name in ("key", "seen")}  # type: ignore[index]
    return worker.post(f"/services/{PLACE}/apply/", {**form, "true": "on"}).status_code


@pytest.mark.parametrize("name", ["虚构大宝弟", "虚构大", "虛構大寶", "虚构·大宝"])
def test_the_same_child_written_otherwise_is_asked_about(worker: Client, name: str) -> None:
    fill_in(worker, PLACE, FIRST)
    send(worker, PLACE)
    assert sent_anew(worker, name) == 409
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "more"), [("虚构大宝弟", {"入学孩子.1.孩子出生日期": "2018年4月2日"}), ("虚构小宝", {})]
)
def test_a_sibling_with_a_like_name_and_a_twin_are_another_child(
    worker: Client, name: str, more: dict[str, str]
) -> None:
    fill_in(worker, PLACE, FIRST)
    send(worker, PLACE)
    assert sent_anew(worker, name, **more) == 302
    assert Case.objects.count() == 2


def other_phone() -> Client:
    """The same person at another phone."""
    client = Client()
    log_in(client, PHONE)
    asked = client.post("/login/owner/", {"ending": made_up_number()[-6:]})
    assert asked.status_code == 302
    return client


def marked(client: Client, address: str) -> dict[str, str]:
    """The hidden mark of the form that a page shows."""
    found = re.search(r'name="form_mark" value="([0-9a-f]+)"', shown(client, address))
    assert found
    return {"form_mark": found.group(1)}


COMPLAINT = "/services/arrears-complaint/form/"


@pytest.mark.parametrize("where", ["check/", "q/经过/"])
def test_what_was_sent_at_one_phone_is_said_at_the_other(worker: Client, where: str) -> None:
    fill_in(worker, "arrears-complaint", WAGE)
    other = other_phone()
    mark = marked(other, f"{COMPLAINT}{where}")
    send(worker, "arrears-complaint")
    case = Case.objects.get()
    answer = other.post(f"{COMPLAINT}{where}", {**mark, "经过": "还在写"}, follow=True)
    page = unescape(answer.content.decode())
    assert answer.redirect_chain[-1][0] == f"/cases/{case.public_id.hex}/"
    assert f"已经提交了，编号{case.number}" in page and "还没有回答" not in page
    assert "没写完的" not in shown(other, "/cases/"), "and no new form begins with one answer"


def test_what_was_given_up_at_one_phone_is_said_at_the_other(worker: Client) -> None:
    fill_in(worker, "arrears-complaint", WAGE, until="经过")
    other = other_phone()
    mark = marked(other, f"{COMPLAINT}q/经过/")
    worker.post(f"{COMPLAINT}drop/")
    answer = other.post(f"{COMPLAINT}q/经过/", {**mark, "经过": "还在写"}, follow=True)
    assert "已经在别处放弃了" in unescape(answer.content.decode())
    assert "没写完的" not in shown(other, "/cases/")


def test_a_page_of_the_form_before_changes_nothing_in_the_next_one(worker: Client) -> None:
    """The second child's form is begun; the page that lay open was of the first."""
    fill_in(worker, PLACE, FIRST)
    mark = marked(worker, f"{FORM}q/入学孩子/")
    send(worker, PLACE)
    fill_in(worker, PLACE, SECOND, until="学校地点")
    worker.post(f"{FORM}q/入学孩子/", {**mark, **FIRST})
    assert "虚构小宝" in shown(worker, f"{FORM}check/")


def test_the_list_of_a_form_that_nobody_began_leads_to_its_first_question(worker: Client) -> None:
    answer = worker.get(f"{COMPLAINT}check/")
    assert answer.status_code == 302 and answer["Location"] == COMPLAINT


def test_the_estimate_does_not_rise_with_a_second_child(worker: Client) -> None:
    """What only several children are asked counts from the beginning."""

    def left(address: str) -> int:
        found = re.search(r"还有 ?(?:<[^>]+>)?(\d+)", shown(worker, address))
        assert found
        return int(found.group(1))

    screen = f"{FORM}q/入学孩子/"
    estimates = [left(screen)]
    estimates.append(left(worker.post(screen, {**FIRST, "add": "入学孩子:2"})["Location"]))
    both = {name: text for name, text in SCHOOL.items() if name.startswith("入学孩子.")}
    estimates.append(left(worker.post(screen, both)["Location"]))
    assert estimates == sorted(estimates, reverse=True)


def test_english_reads_sums_as_english_counts(worker: Client) -> None:
    worker.cookies["language"] = "en"
    page = shown(worker, "/services/startup-loan/")
    assert "300,000 yuan" in page and "× 10,000" not in page


@pytest.mark.parametrize(("typed", "of_all"), [(FIRST, True), (SCHOOL, False)])
def test_what_was_said_of_one_child_does_not_go_with_the_form_of_two(
    worker: Client, typed: Typed, of_all: bool
) -> None:
    """义务教育法 12: each child has the right by itself, and the stage of one says nothing of the other."""
    session = worker.session
    keep(session, lambda visit: visit.learning({catalogue().facts["子女学段"]: "初中"}))
    session.save()
    fill_in(worker, PLACE, typed)
    page = shown(worker, f"/services/{PLACE}/apply/")
    assert ("现在上到哪里了" in page) is of_all
    send(worker, PLACE)
    case = Case.objects.get()
    assert case.application is not None
    assert ("子女学段" in case.application.answers) is of_all
    page = unescape(
        officer_of(case.accountable_office, case.region)
        .get(f"/desk/cases/{case.public_id.hex}/")
        .content.decode()
    )
    assert ("子女学段" in page) is of_all


@pytest.mark.parametrize(("hukou", "warned"), [("仁和区", True), ("盐边县", False)])
def test_a_child_whose_hukou_is_where_the_school_is_goes_the_ordinary_way(
    worker: Client, hukou: str, warned: bool
) -> None:
    """义务教育法 12: the equal conditions are for those whose hukou is elsewhere."""
    words = "按户口就近上学"
    fill_in(worker, PLACE, {**SCHOOL, "入学孩子.2.孩子户籍地.region": hukou})
    assert (words in shown(worker, f"{FORM}check/")) is warned
    send(worker, PLACE)
    case = Case.objects.get()
    page = unescape(
        officer_of(case.accountable_office, case.region)
        .get(f"/desk/cases/{case.public_id.hex}/")
        .content.decode()
    )
    assert (words in page) is warned


@pytest.mark.parametrize(("lives", "known"), [("仁和区", True), ("盐边县", False)])
def test_the_office_reads_from_the_address_that_the_parent_lives_here(
    worker: Client, lives: str, known: bool
) -> None:
    """义务教育法 12: one parent works or lives here. Who lives elsewhere may work here: nothing is said of that."""
    fill_in(worker, PLACE, {**SCHOOL, "住所.region": lives})
    send(worker, PLACE)
    case = Case.objects.get()
    assert case.application is not None and case.application.answers.get("在本地居住或务工") is (
        True if known else None
    )
