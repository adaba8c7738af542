"""A worker's whole way over HTTP, without a script: look, ask, apply, be asked for more, be decided."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import cases as casework
from huigong.directory.principals import Grant, Principal
from huigong.kernel.identity import check_character
from huigong.messages.sms import code_file
from tests.unit.portals.worker.filling import PERMIT, fill_in
from tests.unit.portals.worker.visiting import facts_of, screen_asked, show_card

pytestmark = pytest.mark.django_db
OFFICER = Principal("0" * 31 + "1", "虚构经办人", (Grant("case-officer", "510400", "510400/police"),))
PHONE = "13900000003"
ANSWERS: dict[str, dict[str, str]] = {
    "户籍性质": {"answer": "农业"},
    "离开户籍地": {"answer": "是"},
    "合法稳定就业": {"answer": "是"},
    "合法稳定住所": {"answer": "是"},
}


def made_up_number() -> str:
    body = "99999919850312007"
    return body + check_character(body)


def given(screen: dict[str, Any]) -> dict[str, Any]:
    facts = facts_of(screen)
    if facts == ["居住起始日期"]:
        since = date.today() - timedelta(days=400)
        return {"year": str(since.year), "month": str(since.month), "day": str(since.day)}
    if "screen" in screen:
        ticked = [fact for fact in facts if ANSWERS.get(fact) == {"answer": "是"}]
        return {"box": ticked} if ticked else {"none": "yes"}
    return ANSWERS.get(facts[0], {"skip": "yes"})


def interviewed(client: Client) -> list[str]:
    asked: list[str] = []
    while screen := screen_asked(client):
        asked += facts_of(screen)
        assert client.post("/ask/", {**screen, **given(screen)}).status_code == 302
    return asked


def decided(case_id: str, move: str, **given: Any) -> None:
    getattr(casework, move)(by=OFFICER, now=timezone.now(), case_id=case_id, **given)


def test_from_the_first_page_to_the_decision(client: Client, codes_in_files: Path) -> None:
    assert "办居住证、落户" in client.get("/").content.decode()
    client.post("/place/", {"region": "510400"})
    client.get("/ask/?event=permit")
    assert "居住起始日期" in interviewed(client)
    results = client.get("/results/").content.decode()
    assert "办居住证" in results.split('id="perhaps"')[0]

    asked = fill_in(client, "residence-permit", PERMIT)
    assert "从哪天住起" not in asked  # the interview has asked it
    page = client.get("/services/residence-permit/apply/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/login/")
    client.post(page.redirect_chain[-1][0], {"phone": PHONE})
    code = re.search(r"\d{6}", code_file(codes_in_files, PHONE).read_text(encoding="utf-8"))
    assert code
    page = client.post("/login/code/", {"code": code.group()}, follow=True)
    assert "是您填的吗" in page.content.decode()
    page = client.post(page.redirect_chain[-1][0], {"answer": "mine"}, follow=True)
    to_register = page.redirect_chain[-1][0]
    assert to_register.startswith("/me/register/?next=")
    who = {"name": "虚构丙", "resident_number": made_up_number(), "hukou_place": "盐边县", "consent": "on"}
    page = client.post(to_register, who, follow=True)
    assert page.redirect_chain[-1][0].startswith("/me/prove/")
    show_card(client)
    page = client.get("/services/residence-permit/apply/")
    shown = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', page.content.decode()))
    page = client.post("/services/residence-permit/apply/", {**shown, "true": "on"}, follow=True)
    case = page.redirect_chain[-1][0].split("receipt/")[0]
    case_id = case.strip("/").split("/")[-1]
    assert "已经提交" in page.content.decode()

    decided(case_id, "request_completion", note="请补交租房合同")
    assert "请补交租房合同" in client.get(case).content.decode()
    client.post(f"{case}complete/", {"evidence": "租房合同"})
    decided(case_id, "accept")
    accepted = client.get(case).content.decode()
    assert "办理中" in accepted
    assert "最晚答复" in accepted
    decided(case_id, "decide", verdict="approved", reasons="符合条件", clause="居住证暂行条例第二条")
    assert "已同意" in client.get(case).content.decode()

    client.post("/logout/")
    assert client.get(case).status_code == 302
