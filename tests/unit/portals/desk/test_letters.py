"""Letters at the desk over HTTP: seen first, issued with the move, printed, served, worded by the office."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.casework.models import Case, Party
from huigong.correspondence import lists
from huigong.correspondence.models import OwedLetter
from huigong.notices.models import Notice
from huigong.portals.shared.purposes import WATCHING
from huigong.registry.models import Person
from tests.unit.notices.reading import text_of
from tests.unit.portals.desk.staff import HRSS, POLICE, accepted, at_desk, lodged, official

pytestmark = pytest.mark.usefixtures("wednesday")
GROUNDS = {"reasons": "居住还不满半年", "clause": "居住证暂行条例第二条"}


def before(case_id: str, move: str = "accept") -> str:
    return f"/desk/letters/of/{case_id}/{move}/"


def as_shown(page: Any) -> dict[str, str]:
    """What the page's form would send: the letter's fields as they stand there."""
    form = page.context["letter_form"]
    return {field.html_name: field.value() or "" for field in form}


def send(client: Client, case_id: str, move: str = "accept", **typed: str) -> Any:
    own = {name: value for name, value in typed.items() if not name.startswith("letter-")}
    page = client.post(before(case_id, move), own)
    return client.post(before(case_id, move), {**as_shown(page), **typed, "do": "issue"})


def issued(client: Client, *, sequence: int = 1) -> str:
    """The address of the letter of a case just taken in."""
    return str(send(client, lodged(sequence=sequence)).headers["Location"])


def opened(client: Client, letter: str) -> Any:
    """Its PDF, after it was said what for."""
    client.post(f"{letter}reveal/", {"why": "核实申请材料", "more": ""})
    return client.get(f"{letter}pdf/")


def watcher() -> Client:
    """One of the leading group, who has said why the one case is looked at."""
    client = at_desk("leading")
    client.post(f"/desk/cases/{Case.objects.get().public_id.hex}/why/", {"why": WATCHING[0][0]})
    return client


def looks() -> int:
    return AuditEvent.objects.filter(verb=READ_VERB).count()


def status(case_id: str) -> str:
    return Case.objects.get(public_id=case_id).status


def test_the_case_page_leads_to_the_letter_and_the_look_changes_nothing() -> None:
    client, case_id = at_desk("police"), lodged()
    assert f'href="{before(case_id)}"' in client.get(f"/desk/cases/{case_id}/").content.decode()
    body = client.get(before(case_id)).content.decode()
    assert "受理通知书" in body and "（发出时编号）" in body
    assert "虚**：" in body and "虚构一" not in body, (
        "the name opens for a purpose, as the letter itself does"
    )
    assert status(case_id) == "lodged" and not Notice.objects.exists()


def test_one_press_makes_the_move_and_the_letter() -> None:
    client, case_id = at_desk("police"), lodged()
    answer = send(client, case_id)
    assert re.fullmatch(r"/desk/letters/[0-9a-f]{32}/", answer.headers["Location"])
    assert status(case_id) == "accepted" and not OwedLetter.objects.exists()
    body = client.get(answer.headers["Location"]).content.decode()
    assert Notice.objects.get().number in body


def test_what_the_officer_writes_in_the_letter_is_in_the_letter() -> None:
    client, case_id = at_desk("police"), accepted()
    answer = send(client, case_id, "refuse", **GROUNDS, **{"letter-怎样才行": "再住两个月就可以。"})
    pdf = opened(client, answer.headers["Location"]).content
    assert "再住两个月就可以" in text_of(pdf) and "居住还不满半年" in text_of(pdf)


def test_what_is_missing_is_asked_and_what_was_typed_stays() -> None:
    client, case_id = at_desk("police"), accepted()
    typed = {**GROUNDS, "letter-救济": "", "do": "issue"}
    page = client.post(before(case_id, "refuse"), typed)
    body = page.content.decode()
    assert "文书里还缺" in body and "救济" in body and "居住还不满半年" in body
    assert status(case_id) == "accepted"


def test_an_empty_form_of_the_move_is_told_there() -> None:
    client, case_id = at_desk("police"), accepted()
    page = client.post(before(case_id, "refuse"), {"reasons": "", "clause": "", "do": "issue"})
    assert page.status_code == 400 and status(case_id) == "accepted"


def test_a_name_without_a_font_is_told_and_the_letter_may_follow() -> None:
    client, case_id = at_desk("police"), lodged()
    Person.objects.update(name="虚构ꀀ")
    page = send(client, case_id)
    assert page.status_code == 503 and "ꀀ" in page.content.decode()
    assert status(case_id) == "lodged"
    later = client.post(before(case_id), {**as_shown(page), "do": "later", "why": "没有这个字"})
    assert later.headers["Location"] == f"/desk/letters/of/{case_id}/"
    assert status(case_id) == "accepted"
    assert "没有这个字" in client.get("/desk/letters/").content.decode()
    Person.objects.update(name="虚构一")
    owed = f"/desk/letters/owed/{OwedLetter.objects.get().public_id.hex}/"
    page = client.get(owed)
    assert client.post(owed, {**as_shown(page), "do": "issue"}).status_code == 302
    assert "没有欠着的文书" in client.get("/desk/letters/").content.decode()


def test_a_move_made_meanwhile_by_another_window_is_said() -> None:
    client, case_id = at_desk("police"), lodged()
    send(client, case_id)
    page = client.get(before(case_id))
    assert page.status_code == 409 and "现在不能办这一步" in page.content.decode()


def test_another_office_neither_sees_nor_sends() -> None:
    letter = issued(at_desk("police"))
    case_id = lodged(sequence=2)
    for client in (at_desk("hrss"), at_desk("leading")):
        assert client.post(before(case_id), {"do": "issue"}).status_code in (403, 404)
        assert client.post(letter, {"way": "当面"}).status_code in (200, 404)
        assert client.post(f"{letter}again/").status_code in (403, 404)
    assert status(case_id) == "lodged"
    assert not Notice.objects.get().services.exists()


def test_a_nobody_and_an_auditor_find_no_letter() -> None:
    letter = issued(at_desk("police"))
    for role in ("auditor", "administrator", "policy"):
        client = at_desk(role)
        assert client.get(letter).status_code == 404
        assert client.get(f"{letter}pdf/").status_code == 404
        assert client.get(f"{letter}reveal/").status_code == 404


def test_the_page_masks_whom_the_letter_is_to_and_how_it_was_served() -> None:
    client = at_desk("police")
    letter, today = issued(client), timezone.localdate().isoformat()
    done = {"way": "当面", "outcome": "done", "happened_on": today, "proof": "虚构一的母亲虚构婶签收"}
    client.post(letter, done)
    before, watching = looks(), watcher()
    for reader in (client, watching, at_desk("clerk")):
        body = reader.get(letter).content.decode()
        assert "虚*" in body and "虚构一" not in body and "虚构婶" not in body
    assert looks() == before + 1, (
        "the one who only watches; to the others it shows what is on the case's page"
    )


def test_the_whole_letter_is_for_a_purpose_and_each_look_is_in_the_trail() -> None:
    client = at_desk("police")
    letter = issued(client)
    before = looks()
    assert client.get(f"{letter}pdf/").headers["Location"] == f"{letter}reveal/"
    assert "虚构一" not in client.get(f"{letter}reveal/").content.decode()
    assert client.post(f"{letter}reveal/", {"why": ""}).status_code == 400
    assert looks() == before
    said = {"why": "处理投诉举报", "more": "核对收件人"}
    assert "虚构一" in client.post(f"{letter}reveal/", said).content.decode()
    look = AuditEvent.objects.filter(verb=READ_VERB).latest("pk")
    assert looks() == before + 1 and look.purpose == "处理投诉举报：核对收件人"
    assert "虚构一" in text_of(client.get(f"{letter}pdf/").content)


def test_who_may_not_see_people_in_full_opens_no_letter() -> None:
    letter = issued(at_desk("police"))
    client = watcher()
    body, before = client.get(letter).content.decode(), looks()
    assert Notice.objects.get().number in body and f"{letter}pdf/" not in body
    for way in ("pdf/", "reveal/"):
        assert client.get(f"{letter}{way}").status_code == 403
    assert client.post(f"{letter}reveal/", {"why": "核实申请材料"}).status_code == 403
    assert looks() == before


def test_serving_says_what_follows_a_failure() -> None:
    client = at_desk("police")
    letter, today = issued(client), timezone.localdate().isoformat()
    failed = {"way": "当面", "outcome": "failed", "happened_on": today, "proof": "门锁着"}
    assert client.post(letter, failed).status_code == 302
    assert "接下来可以：邮寄" in re.sub(r"\s+", "", client.get(letter).content.decode())
    done = {"way": "邮寄", "outcome": "done", "happened_on": today, "proof": "回执 0001"}
    assert client.post(letter, done).status_code == 302
    assert today in client.get(letter).content.decode()
    assert "发出的文书都送到了" in client.get("/desk/letters/?show=unserved").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"proof": ""},
        {"happened_on": "2027-01-01"},
        {"happened_on": "昨天"},
        {"way": "飞鸽"},
        {"outcome": ""},
        {"proof": "长" * 3000},
    ],
)
def test_a_service_that_cannot_be_is_refused_with_what_was_typed(wrong: dict[str, str]) -> None:
    client = at_desk("police")
    letter = issued(client)
    typed = {"way": "当面", "outcome": "done", "happened_on": "2026-06-10", "proof": "本人签名", **wrong}
    page = client.post(letter, typed)
    assert page.status_code == 400
    assert not Notice.objects.get().services.exists()


def test_printed_again_it_says_so() -> None:
    client = at_desk("police")
    letter = issued(client)
    before = looks()
    assert client.post(f"{letter}again/").headers["Location"] == f"{letter}reveal/"
    assert looks() == before
    shown = client.post(f"{letter}reveal/", {"why": "核实申请材料", "more": "补寄"})
    assert f'action="{letter}again/"' in shown.content.decode()
    again = client.post(f"{letter}again/")
    look = AuditEvent.objects.filter(verb=READ_VERB).latest("pk")
    assert look.purpose == "核实申请材料：补寄"
    assert "attachment" in again.headers["Content-Disposition"]
    assert "补印件" in text_of(again.content)


def test_a_day_is_printed_at_once() -> None:
    client = at_desk("police")
    issued(client)
    issued(client, sequence=2)
    assert "合在一起印" in client.get("/desk/letters/?show=day").content.decode()
    address, said = "/desk/letters/print/", {"mine": "1", "why": "核实申请材料", "more": "一起寄出"}
    before = looks()
    assert client.get(f"{address}?mine=1").status_code == 405
    asked = client.post(address, {"mine": "1", "why": ""})
    assert asked.status_code == 400 and "请选择查看目的" in asked.content.decode()
    assert looks() == before
    together = text_of(client.post(address, said).content)
    assert "虚构一：" in together and "虚构二：" in together
    seen = AuditEvent.objects.filter(verb=READ_VERB, purpose="核实申请材料：一起寄出")
    assert seen.values("person_ref").distinct().count() == 2
    assert client.post(address, {**said, "day": "2001-01-01"}).status_code == 400


def test_a_day_is_printed_without_the_letters_that_do_not_open() -> None:
    """The case of a reporter has gone to another office: whoever wrote to them may not know them any more."""
    client = at_desk("police")
    issued(client)
    issued(client, sequence=2)
    first = Notice.objects.order_by("pk").first()
    assert first
    addressed = Party.objects.filter(person__public_id=first.person_ref)
    Case.objects.filter(pk__in=addressed.values("case")).update(accountable_office=HRSS)
    addressed.update(role="reporter")
    said = {"mine": "1", "why": "核实申请材料"}
    answer = client.post("/desk/letters/print/", said)
    together = text_of(answer.content)
    assert "虚构一：" not in together and "虚构二：" in together


def test_more_than_one_print_holds_is_said_and_printed_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_desk("police")
    for sequence in (1, 2, 3):
        issued(client, sequence=sequence)
    monkeypatch.setattr(lists, "PRINTED_AT_ONCE", 2)
    shown = client.get("/desk/letters/?show=day").content.decode()
    assert "第 1–2 份，共 3 份" in shown and "第 3–3 份，共 3 份" in shown
    address, said = "/desk/letters/print/", {"why": "核实申请材料"}
    prints = [text_of(client.post(address, {**said, "portion": part}).content) for part in (1, 2)]
    assert [[name in text for text in prints] for name in ("虚构一：", "虚构二：", "虚构三：")] == [
        [True, False], [True, False], [False, True],
    ]  # fmt: skip
    assert client.post(address, {**said, "portion": "3"}).status_code == 400
    assert client.post(address, {**said, "portion": "x"}).status_code == 200


def test_what_is_owed_is_counted_to_the_end_and_shown_in_pages() -> None:
    case = Case.objects.get(public_id=lodged())
    party = Party.objects.get(case=case, is_main=True)
    OwedLetter.objects.bulk_create(
        OwedLetter(
            case=case, party=party, move="accept", template="taken-in", region=case.region,
            office=case.accountable_office, values={}, why=f"虚构原因{number}号", since=timezone.now(),
        )
        for number in range(1, 202)
    )  # fmt: skip
    client = at_desk("police")
    for number, first, beyond in ((1, 1, 51), (5, 201, 1)):
        shown = client.get(f"/desk/letters/?page={number}").content.decode()
        assert '<span class="count">201</span>' in shown
        assert f"虚构原因{first}号" in shown and f"虚构原因{beyond}号" not in shown
        assert f"第 {number} 页，共 5 页（201 条）" in shown


def test_the_office_s_own_wording() -> None:
    client, address = at_desk("police"), "/desk/letters/wording/taken-in/"
    copy = client.get(f"{address}?word={POLICE}")
    assert copy.content[:2] == b"PK"
    typed = {"office": POLICE, "from_day": timezone.localdate().isoformat()}
    bad = client.post(address, {**typed, "document": SimpleUploadedFile("a.docx", b"not Word")})
    assert bad.status_code == 400 and "不是完整的 Word 文件" in bad.content.decode()
    good = client.post(address, {**typed, "document": SimpleUploadedFile("a.docx", copy.content)})
    assert good.headers["Location"] == "/desk/letters/wording/"
    assert "本部门自己的" in client.get("/desk/letters/wording/").content.decode()
    assert issued(client)
    for other in ("510403/hrss", "../../etc", ""):
        page = client.post(
            address, {**typed, "office": other, "document": SimpleUploadedFile("a.docx", b"x")}
        )
        assert page.status_code == 400
    assert client.get(f"{address}?word=510403/hrss").status_code in (403, 404)


def test_a_letter_on_request_on_the_roll_of_the_counter() -> None:
    client, case_id = at_desk("police"), lodged()
    address = f"/desk/letters/of/{case_id}/asked/receipt/"
    typed = {**as_shown(client.get(address)), "letter-期限说明": "最晚十五天。", "paper": "receipt80"}
    assert client.post(address, {**typed, "do": "issue"}).status_code == 302
    assert Notice.objects.get().paper == "receipt80"
    assert client.get(f"/desk/letters/of/{case_id}/asked/refusal/").status_code == 409


def test_a_colleague_s_case_is_taken_first() -> None:
    client, case_id = at_desk("police"), lodged()
    send(client, case_id)
    second = Client()
    second.force_login(
        official("police", username="second"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = second.post(before(case_id, "approve"), {**GROUNDS, "do": "issue"})
    assert page.status_code == 409 and "这件现在由虚构police办" in page.content.decode()
    assert status(case_id) == "accepted"
