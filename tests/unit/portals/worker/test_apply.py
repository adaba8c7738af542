"""Applying over HTTP: register once, see what is sent, send it once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.models import Case
from huigong.casework.presenting import form_view
from huigong.declarations.privacy import Secrecy
from huigong.portals.worker.views.apply import CONSENT_WORDING
from tests.filled import posted
from tests.unit.portals.worker.filling import ARBITRATION, INJURY, PERMIT, WAGE, fill_in, send, shown
from tests.unit.portals.worker.visiting import (
    NAME,
    PHONE,
    facts_of,
    log_in,
    made_up_number,
    register,
    screen_asked,
)

pytestmark = pytest.mark.django_db
APPLY = "/services/residence-permit/apply/"


def form_on(client: Client) -> dict[str, str]:
    """What the last page sends, the permit's own form filled in before."""
    fill_in(client, "residence-permit", PERMIT)
    text = client.get(APPLY).content.decode()
    return {name: hidden(text, name) for name in ("key", "seen")} | {"true": "on"}


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([0-9a-f]+)"', text)
    assert found
    return found.group(1)


def lodge(client: Client, form: dict[str, str]) -> str:
    response = client.post(APPLY, form)
    assert response.status_code == 302
    return str(response["Location"])


def test_asks_for_login_then_registration_then_shows_what_is_sent(visitor: Client) -> None:
    fill_in(visitor, "residence-permit", PERMIT)
    assert visitor.get(APPLY)["Location"].startswith("/login/?next=")
    assert log_in(visitor, at=visitor.get(APPLY)["Location"])["Location"] == APPLY
    assert visitor.get(APPLY)["Location"].startswith("/me/register/?next=")
    register(visitor)
    text = visitor.get(APPLY).content.decode()
    assert NAME in text
    assert "四川省攀枝花市盐边县" in text
    assert "攀枝花市公安局" in text


def test_the_resident_number_is_never_shown_in_full(worker: Client) -> None:
    form_on(worker)
    text = worker.get(APPLY).content.decode()
    assert made_up_number() not in text
    assert made_up_number()[-4:] in text


def test_the_receipt_names_the_case(worker: Client) -> None:
    where = lodge(worker, form_on(worker))
    text = worker.get(where).content.decode()
    assert re.search(r"510400-\d{8}-\d{4}", text)
    assert "攀枝花市公安局" in text
    assert NAME in text
    assert "要是不给办，或者一直不答复" in text


def test_a_receipt_says_where_to_turn_although_no_place_was_ever_chosen(client: Client) -> None:
    """What is urgent begins without a place; the complaint names it."""
    fill_in(client, "arrears-complaint", WAGE)
    log_in(client)
    register(client)
    receipt = shown(client, send(client, "arrears-complaint"))
    assert "要是不给办，或者一直不答复" in receipt and "申请行政复议" in receipt
    client.post("/place/", {"region": "110101"})
    assert "申请行政复议" in shown(client, "/cases/" + Case.objects.get().public_id.hex + "/receipt/")


def test_the_form_is_compared_with_the_card_on_both_sides(visitor: Client) -> None:
    """A visitor fills in first, and says who they are at the end: nothing stood in the form from the register."""
    fill_in(visitor, "residence-permit", {**PERMIT, "申请人性别": "女"})
    log_in(visitor)
    register(visitor)
    text = visitor.get(APPLY).content.decode()
    assert "表里写的是女，登记的是男" in text
    lodge(visitor, {name: hidden(text, name) for name in ("key", "seen")} | {"true": "on"})
    form = form_view(Case.objects.get(), {}, up_to=Secrecy.OFFICIAL)
    assert form is not None
    assert [str(told) for told in form.warned] == ["表里申请人的性别和登记的不一样，请向本人核对"]
    fill_in(visitor, "residence-permit", PERMIT)
    visitor.post("/services/residence-permit/form/q/申请人性别/", {"申请人性别": "男"})
    assert "登记的是男" not in visitor.get(APPLY).content.decode()


def test_another_name_than_the_registered_one_is_told_to_both_sides(visitor: Client) -> None:
    """Masked, two names look the same to the officer, so it is said that they are not."""
    fill_in(visitor, "residence-permit", {**PERMIT, "申请人.name": "虚构另一人"})
    log_in(visitor)
    register(visitor)
    text = visitor.get(APPLY).content.decode()
    assert f"表里写的是虚构另一人，登记的是{NAME}" in text
    lodge(visitor, {name: hidden(text, name) for name in ("key", "seen")} | {"true": "on"})
    case = Case.objects.get()
    form = form_view(case, {}, up_to=Secrecy.OFFICIAL)
    assert form is not None
    assert [str(text) for text in form.warned] == ["表里申请人的姓名和登记的不一样，请向本人核对"]


def test_whoever_goes_straight_to_the_claim_of_an_injury_is_asked_for_the_place_once(client: Client) -> None:
    """In the form, where the place of cover decides who gets it, and not before."""
    first = client.get("/services/work-injury-claim/form/")["Location"]
    assert first.startswith("/services/work-injury-claim/form/q/")
    told = {"申请人.phone": PHONE, "受伤日期": "2026年10月12日", "参保地点.region": "凌海市"}
    claim = {**INJURY, **told}
    fill_in(client, "work-injury-claim", claim)
    log_in(client)
    register(client)
    assert "锦州市人力资源和社会保障局" in shown(client, "/services/work-injury-claim/apply/")


def test_sent_twice_is_one_case(worker: Client) -> None:
    form = form_on(worker)
    assert lodge(worker, form) == lodge(worker, form)
    assert worker.get("/cases/").content.decode().count("办居住证") == 1


def test_what_was_sent_in_another_window_is_not_called_incomplete(worker: Client) -> None:
    """The form is gone with the sending: the second window leads to the case, and not to an empty form."""
    elsewhere = form_on(worker)
    case = lodge(worker, form_on(worker)).split("receipt/")[0]
    again = worker.post(APPLY, {**elsewhere, "true": "on"}, follow=True)
    assert again.redirect_chain[-1][0] == case
    page = again.content.decode()
    assert "您已经交过这件事，正在办" in page
    assert "表里还缺内容" not in page


def test_nothing_is_sent_without_saying_that_it_is_true(worker: Client) -> None:
    response = worker.post(APPLY, {**form_on(worker), "true": ""})
    assert response.status_code == 400
    assert "请先确认" in response.content.decode()
    assert "还没有办件" in worker.get("/cases/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("name", "", "请填姓名"),
        ("resident_number", "999999198503120011", "校验码"),
        ("resident_number", "12345", "18位"),
        ("hukou_place", "朝阳区", "不止一个"),
        ("consent", "", "同意"),
    ],
)
def test_registration_says_what_is_wrong_and_keeps_the_rest(
    visitor: Client, field: str, value: str, word: str
) -> None:
    log_in(visitor)
    given = {"name": NAME, "resident_number": made_up_number(), "hukou_place": "盐边县", "consent": "on"}
    response = visitor.post("/me/register/", {**given, field: value})
    text = response.content.decode()
    assert response.status_code == 400
    assert word in text
    if field != "name":
        assert f'value="{NAME}"' in text


def test_somebody_elses_number_tells_a_stranger_nothing_and_gives_nothing(worker: Client) -> None:
    worker.post(APPLY)
    other = Client()
    log_in(other, "13900000002")
    told = register(other, checked=False)
    unknown = Client()
    log_in(unknown, "13900000003")
    assert told["Location"] == register(unknown, serial=7, checked=False)["Location"]
    assert "还没有办件" in other.get("/cases/").content.decode()


def test_registration_is_asked_once(worker: Client) -> None:
    assert worker.get("/me/register/").status_code == 302


def test_consent_is_kept_with_its_wording(worker: Client) -> None:
    kept = AuditEvent.objects.filter(verb="portals.worker.consented").get()
    assert kept.data == {"wording": CONSENT_WORDING}
    assert kept.subject == f"registry.Person:{kept.person_ref}"


def test_without_consent_nobody_is_registered(visitor: Client) -> None:
    log_in(visitor)
    visitor.post(
        "/me/register/", {"name": NAME, "resident_number": made_up_number(), "hukou_place": "盐边县"}
    )
    fill_in(visitor, "residence-permit", PERMIT)
    assert visitor.get(APPLY)["Location"].startswith("/me/register/")
    assert not AuditEvent.objects.filter(verb="registry.person.registered").exists()


def answers_sent(client: Client, where: str) -> str:
    return client.get(where.partition("receipt/")[0]).content.decode().partition("我提交了什么")[2]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/ask/", {"fact": "连续就读", "answer": "是"}),
        ("/ask/", {"fact": "居住起始日期", "year": "2026", "month": "11", "day": "1"}),
        ("/ask/", {"fact": "合法稳定住所", "answer": "是"}),
        (
            "/services/residence-permit/form/q/住所/",
            {"住所.region": "攀枝花市东区", "住所.address": "虚构路3号"},
        ),
        ("/services/residence-permit/form/q/民族/", {"民族": "彝族"}),
    ],
)
def test_what_another_tab_changed_is_shown_again_before_it_is_sent(
    worker: Client, path: str, change: dict[str, str]
) -> None:
    worker.post("/ask/", {"fact": "合法稳定就业", "answer": "是"})
    worker.post("/ask/", {"fact": "居住起始日期", "year": "2024", "month": "1", "day": "5"})
    form = form_on(worker)
    worker.post(path, change)
    response = worker.post(APPLY, form)
    text = response.content.decode()
    assert response.status_code == 409
    assert "您的回答变了，请再看一遍" in text
    assert "还没有办件" in worker.get("/cases/").content.decode()
    assert (
        worker.post(
            APPLY, {"key": hidden(text, "key"), "seen": hidden(text, "seen"), "true": "on"}
        ).status_code
        == 302
    )


def test_a_form_that_lost_an_answer_is_asked_for_again_and_not_sent(worker: Client) -> None:
    worker.post("/ask/", {"fact": "居住起始日期", "year": "2024", "month": "1", "day": "5"})
    form = form_on(worker)
    worker.post("/ask/again/")
    response = worker.post(APPLY, form, follow=True)
    assert "还没有提交" in response.content.decode()
    assert "办证的人是哪天开始住在这个城市的" in response.content.decode()
    assert "还没有办件" in worker.get("/cases/").content.decode()


def test_what_does_not_concern_the_service_may_change(worker: Client) -> None:
    form = form_on(worker)
    worker.post("/ask/", {"fact": "有随迁子女", "answer": "是"})
    assert lodge(worker, form)


def test_the_case_carries_what_was_shown(worker: Client) -> None:
    worker.post("/ask/", {"fact": "合法稳定就业", "answer": "是"})
    sent = answers_sent(worker, lodge(worker, form_on(worker)))
    assert "您在这里有活干吗？" in sent
    assert "<dd>有</dd>" in sent


def test_a_page_from_another_day_or_without_its_digest_is_shown_again(worker: Client) -> None:
    for seen in ("", "0" * 64, "不是摘要"):
        assert worker.post(APPLY, {**form_on(worker), "seen": seen}).status_code == 409


def test_a_page_shown_to_somebody_else_sends_nothing(worker: Client) -> None:
    form = form_on(worker)
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    other.post("/place/", {"region": "510400"})
    fill_in(other, "residence-permit", PERMIT)
    assert other.post(APPLY, form).status_code == 409


def test_a_second_application_for_the_same_thing_is_made_on_purpose_only(worker: Client) -> None:
    where = lodge(worker, form_on(worker)).partition("receipt/")[0]
    response = worker.post(APPLY, form_on(worker))
    text = response.content.decode()
    assert response.status_code == 409
    assert re.search(r"您已有一件在办\s+510400-\d{8}-0001", text)
    assert f'href="{where}"' in text
    form = {"key": hidden(text, "key"), "seen": hidden(text, "seen"), "true": "on"}
    assert worker.post(APPLY, form).status_code == 409
    assert lodge(worker, {**form, "again": "on"}) != where


def test_what_may_not_run_beside_another_is_told_with_its_clause(worker: Client) -> None:
    """LI art. 21 (S07): an arbitration that runs, and then a complaint to the inspection about the same."""
    fill_in(worker, "labour-arbitration", ARBITRATION)
    fill_in(worker, "arrears-complaint", WAGE)
    pages = {name: f"/services/{name}/apply/" for name in ("labour-arbitration", "arrears-complaint")}

    def form_for(path: str) -> dict[str, str]:
        text = worker.get(path).content.decode()
        return {"key": hidden(text, "key"), "seen": hidden(text, "seen"), "true": "on"}

    assert worker.post(pages["labour-arbitration"], form_for(pages["labour-arbitration"])).status_code == 302
    complaint = form_for(pages["arrears-complaint"])
    refused = worker.post(pages["arrears-complaint"], complaint)
    assert refused.status_code == 409
    assert "第二十一条" in refused.content.decode()
    again = {**form_for(pages["arrears-complaint"]), "again": "on"}
    assert worker.post(pages["arrears-complaint"], again).status_code == 302


COURT = "/services/payment-order/apply/"


def test_where_the_debtor_is_by_the_form_decides_which_court_it_is(worker: Client) -> None:
    worker.post("/place/", {"region": "510421"})
    assert worker.get(COURT)["Location"] == "/services/payment-order/form/"
    debtor = {"region": "辽宁省锦州市黑山县"}
    typed = posted("payment-order", region="510421", on=timezone.localdate(), 欠钱方地点=debtor)
    fill_in(worker, "payment-order", typed)
    text = worker.get(COURT).content.decode()
    assert "辽宁省锦州市黑山县" in text
    assert "黑山县人民法院" in text
    form = {name: hidden(text, name) for name in ("key", "seen")} | {"true": "on"}
    receipt = worker.get(worker.post(COURT, form)["Location"]).content.decode()
    assert re.search(r"210726-\d{8}-\d{4}", receipt)


def test_who_does_not_know_where_the_debtor_is_is_told_what_to_write(worker: Client) -> None:
    worker.post("/place/", {"region": "510421"})
    assert (
        "不知道的写您干活的地方" in worker.get("/services/payment-order/form/", follow=True).content.decode()
    )


def test_the_interview_does_not_ask_for_the_debtors_place(worker: Client) -> None:
    text = worker.get("/ask/?about=payment-order", follow=True).content.decode()
    assert "欠您钱的单位或者老板在哪个县" not in text


def test_what_the_form_says_otherwise_is_not_sent_beside_what_was_said_before(worker: Client) -> None:
    """In the interview she had left on a day; the form says that she is still there: the office reads one of the two."""
    worker.get("/ask/?event=unpaid")
    said = {"screen": "wrongs", "shown": ["被拖欠工资", "劳动关系已结束", "替去世的人要"]}
    worker.post("/ask/", {**said, "box": ["被拖欠工资", "劳动关系已结束"]})
    worker.post("/ask/", {"fact": "劳动关系终止日期", "year": "2026", "month": "9", "day": "15"})
    worker.post("/services/labour-arbitration/form/q/还在那里干/", {"还在那里干": "是"})
    fill_in(worker, "labour-arbitration", ARBITRATION)
    page = worker.get("/services/labour-arbitration/apply/").content.decode()
    assert "还在那里干" in page
    assert "2026年9月15日" not in page


ASKS_ON = "先答这些问题"


def test_what_the_form_leaves_open_is_asked_before_it_is_sent(client: Client) -> None:
    """Whoever comes without an interview is led through what only they can say, and back to the page that sends; who does
    not know is not asked again."""
    fill_in(client, "arrears-complaint", {**WAGE, "申请人性别": "女", "申请人出生日期": "1972年3月12日"})
    log_in(client)
    register(client)
    apply = "/services/arrears-complaint/apply/"
    assert ASKS_ON in client.get(apply).content.decode()
    assert client.post("/services/arrears-complaint/ask/")["Location"].startswith("/ask/")
    asked: list[str] = []
    while (screen := screen_asked(client)) and len(asked) < 100:
        asked += facts_of(screen)
        assert client.post("/ask/", {**screen, "skip": "yes"}).status_code == 302
    assert asked and not {"被拖欠工资", "谁招用您", "欠薪终了日期"} & set(asked), "the form says it"
    assert client.get("/ask/")["Location"] == apply
    assert ASKS_ON not in client.get(apply).content.decode()


def test_a_form_that_is_not_whole_comes_before_its_questions(client: Client) -> None:
    apply = "/services/arrears-complaint/apply/"
    assert client.post("/services/arrears-complaint/ask/")["Location"] == apply
    assert client.get(apply)["Location"] == "/services/arrears-complaint/form/"
