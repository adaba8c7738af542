"""Two children, or two jobs: what is said of one is not said of the other."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from huigong.catalogue.services import catalogue
from huigong.portals.worker.keeping import keep, load
from huigong.portals.worker.visit import Visit
from tests.each import each
from tests.unit.portals.worker.visiting import facts_of, screen_asked

pytestmark = pytest.mark.django_db

KINDERGARTEN, SCHOOL = "kindergarten-place", "schooling-of-accompanying-children"
ADULT = {"出生日期": "1990-5-6", "性别": "女", "持有居住证": "是", "户籍性质": "农业"}
BIG = {"子女学段": "小学", "子女年龄": "9", "子女已读完初中": "否", "孩子已在本地上小学初中": "否"}
SMALL = {"子女学段": "没上学", "子女年龄": "4", "孩子已在本地上小学初中": "否"}


def answer_all(client: Client, said: dict[str, str], *, boxes: tuple[str, ...] = ()) -> list[str]:
    """The facts asked until nothing more is: what is not named is not known."""
    asked: list[str] = []
    while screen := screen_asked(client):
        names = facts_of(screen)
        asked += names
        if ticked := [name for name in names if name in boxes]:
            client.post("/ask/", {**screen, "box": ticked})
        elif "shown" in screen:
            client.post("/ask/", {**screen, "none": "yes"})
        elif names[0] in said:
            year, _, rest = said[names[0]].partition("-")
            day = dict(zip(("month", "day"), rest.split("-"), strict=False), year=year) if rest else {}
            client.post("/ask/", {**screen, "answer": said[names[0]], **day})
        else:
            client.post("/ask/", {**screen, "skip": "yes"})
    return asked


def groups(page: str) -> dict[str, str]:
    """The page of results by the headings of its parts."""
    parts = re.split(r"<h2[^>]*>", page)[1:]
    return {
        re.sub(r"<[^>]+>|\s", "", part.partition("</h2>")[0]): unescape(part.partition("</h2>")[2])
        for part in parts
    }


@pytest.fixture
def parent(client: Client, db: None) -> Client:
    """A mother in Jinzhou who has answered for her child at school."""
    client.post("/place/", {"region": "210700"})
    client.get("/ask/?event=school")
    answer_all(client, {**ADULT, **BIG}, boxes=("有随迁子女", "要接孩子来上学"))
    return client


def begin_another(client: Client) -> None:
    page = client.get("/results/").content.decode()
    assert "再看另一个孩子" in page
    client.post("/ask/one/", {"of": "孩子"})


@pytest.fixture
def of_two(parent: Client) -> Client:
    """The same, who has answered for the little one as well."""
    begin_another(parent)
    answer_all(parent, SMALL)
    return parent


def test_results_say_of_which_child_they_are_and_offer_another(parent: Client) -> None:
    page = parent.get("/results/").content.decode()
    assert "您的回答说的是：<strong>第一个孩子（小学）</strong>" in page
    assert "再看另一个孩子" in page


def test_nobody_without_children_is_asked_of_which(visitor: Client) -> None:
    visitor.get("/ask/?event=permit")
    answer_all(visitor, ADULT)
    assert "您的回答说的是" not in visitor.get("/results/").content.decode()


def test_of_another_child_only_what_concerns_a_child_is_asked(parent: Client) -> None:
    before = load(parent.session).answers
    begin_another(parent)
    assert "第二个孩子" in parent.get("/ask/").content.decode()
    asked = answer_all(parent, SMALL)
    assert asked
    assert {catalogue().facts[name].one_of for name in asked} == {"孩子"}
    assert load(parent.session).answers["持有居住证"] == before["持有居住证"]


def test_two_children_take_no_more_than_ten_questions(parent: Client) -> None:
    asked_before = load(parent.session).asked
    begin_another(parent)
    answer_all(parent, SMALL)
    assert asked_before <= 8
    assert load(parent.session).asked <= 10


def test_each_childs_results_stand_under_its_own_heading(of_two: Client) -> None:
    """The nursery is for the little one; that the big one is at school is no "no" to the little one."""
    page = groups(of_two.get("/results/").content.decode())
    big = page["第一个孩子（小学）"]
    assert KINDERGARTEN in page["能享受"] and SCHOOL in page["现在还不行"]
    assert re.search(rf"{SCHOOL}.*?能享受", big, re.DOTALL)


def test_a_childs_result_leads_to_what_is_known_of_that_child(of_two: Client) -> None:
    assert load(of_two.session).answers["子女学段"] == SMALL["子女学段"]
    page = unescape(of_two.get("/results/").content.decode())
    link = re.search(rf'href="(/ask/one/[^"]+{quote("/services/" + SCHOOL + "/", safe="")})"', page)
    assert link
    response = of_two.get(link[1])
    assert response["Location"] == f"/services/{SCHOOL}/"
    said = load(of_two.session).answers
    assert said["子女学段"] == BIG["子女学段"]
    assert "第二个孩子（没上学）" in of_two.get("/results/").content.decode()


def test_the_list_of_answers_is_by_child_and_each_can_be_changed(of_two: Client) -> None:
    page = unescape(of_two.get("/ask/check/").content.decode())
    assert page.index("第一个孩子（小学）") < page.index("第二个孩子（没上学）")
    part = page[page.index("第一个孩子（小学）") : page.index("第二个孩子（没上学）")]
    to_change = re.search(r'href="(/ask/one/[^"]+)"', part)
    assert to_change
    asked = of_two.get(to_change[1], follow=True).content.decode()
    assert "第一个孩子" in asked and 'name="next" value="/ask/check/"' in asked


def test_each_child_has_a_form_of_its_own(of_two: Client) -> None:
    """What is typed of one child does not stand in the form of the other."""
    typed = {"和孩子的关系": "祖辈"}
    of_two.post(f"/services/{SCHOOL}/form/q/和孩子的关系/", typed)
    assert "祖辈" in "".join(load(of_two.session).drafts.values())
    of_two.get("/ask/one/", {"of": "孩子", "number": "0"})
    assert load(of_two.session).draft_of(SCHOOL) is None
    of_two.get("/ask/one/", {"of": "孩子", "number": "1"})
    assert load(of_two.session).draft_of(SCHOOL) is not None


def test_a_page_of_one_child_that_is_sent_late_counts_for_that_child(of_two: Client) -> None:
    """Another tab has turned to the other child since."""
    sent = {"fact": "子女年龄", "answer": "3", "of_one": "孩子/1"}
    of_two.get("/ask/one/", {"of": "孩子", "number": "0"})
    of_two.post("/ask/", sent)
    visit = load(of_two.session)
    assert visit.of_one("孩子", 1).answers["子女年龄"] == "3"
    assert visit.of_one("孩子", 0).answers.get("子女年龄") != "3"


def test_another_child_of_whom_nothing_was_said_is_forgotten(parent: Client) -> None:
    begin_another(parent)
    parent.get("/ask/one/", {"of": "孩子", "number": "0"})
    page = parent.get("/results/").content.decode()
    assert "第二个孩子" not in page and "第一个孩子（小学）" in page


@each("number", ["-1", "99", "x", ""])
def test_who_is_not_there_is_not_turned_to(parent: Client, number: str) -> None:
    before = load(parent.session)
    assert parent.get("/ask/one/", {"of": "孩子", "number": number}).status_code == 302
    assert parent.get("/ask/one/", {"of": "nobody", "number": "0"}).status_code == 302
    assert load(parent.session) == before


def test_two_jobs_are_told_apart_as_well(visitor: Client) -> None:
    visitor.get("/ask/?event=unpaid")
    answer_all(visitor, {**ADULT, "谁招用您": "私人家里"}, boxes=("被拖欠工资",))
    assert "第一份活（私人家里）" in visitor.get("/results/").content.decode()
    visitor.post("/ask/one/", {"of": "一份活"})
    assert "第二份活" in visitor.get("/ask/").content.decode()
    assert "出生日期" in load(visitor.session).answers
    assert "谁招用您" not in load(visitor.session).answers


def test_the_register_says_of_no_second_child_what_it_knows_of_the_first() -> None:
    known = {"子女年龄": 9, "持有居住证": True}
    visit = Visit("210700").knowing(known)
    assert visit.registered == known
    assert visit.of_one("孩子", 1).registered == {"持有居住证": True}


def test_who_logs_in_elsewhere_finds_all_children_and_what_they_came_for() -> None:
    facts = catalogue().facts
    here = Visit("210700", event="school").answered({facts["子女学段"]: "小学"})
    here = here.of_one("孩子", 1).answered({facts["子女学段"]: "幼儿园"})
    elsewhere = here.joined(Visit())
    assert elsewhere.event == "school"
    assert elsewhere.of_one("孩子", 0).answers["子女学段"] == "小学"
    assert elsewhere.answers["子女学段"] == "幼儿园"


def test_what_was_said_of_one_child_here_does_not_mix_with_what_was_said_of_another_there() -> None:
    facts = catalogue().facts
    earlier = Visit("210700").answered({facts["子女学段"]: "初中", facts["子女年龄"]: 13})
    newer = Visit("210700").answered({facts["子女学段"]: "幼儿园"})
    assert dict(earlier.joined(newer).answers) == {"子女学段": "幼儿园"}


def test_a_visit_of_more_children_than_the_packs_speak_of_goes_on(parent: Client) -> None:
    """The packs were shortened while somebody had the page of their seventh child open."""
    most = len(catalogue().conversation.several["孩子"].called)
    session = parent.session
    keep(session, lambda visit: visit.of_one("孩子", most).learning({catalogue().facts["子女学段"]: "初中"}))
    session.save()

    for address in ("/results/", "/ask/", "/ask/check/", f"/services/{SCHOOL}/", f"/services/{SCHOOL}/form/"):
        assert parent.get(address, follow=True).status_code == 200, address
    assert load(parent.session).answers["子女学段"] == "小学"
    page = parent.get("/results/").content.decode()
    assert "第六个孩子" in page
    assert (
        parent.post("/ask/", {"fact": "子女学段", "answer": "初中", "of_one": f"孩子/{most}"}).status_code
        < 500
    )
