"""S8 over HTTP, call-backs: an inspector draws workers of a month, calls them, records what they say, and sees how sure that is."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huigong.audit.models import AuditEvent
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.safeguards.actions import calls
from huigong.safeguards.callbacks import queries
from huigong.safeguards.callbacks.sampling import drawn
from huigong.safeguards.models import CallBack, CallSurvey
from huigong.wages.models import WorkerMonth
from tests.journeys.test_wages import desk, text
from tests.shipped import POLICIES
from tests.unit.wages import sites
from tests.unit.wages.sites import COUNTY, HRSS, NOW, SiteWorld

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def site() -> SiteWorld:
    made = sites.site_world()
    sites.hand_in(made, made.clean())
    return made


def draw(**said: Any) -> CallSurvey:
    asked = {"error": 5.0, "confidence": 95, "by_project": False, "month": OCTOBER, **said}
    return calls.draw(by=HRSS, now=NOW, region=COUNTY, office=f"{COUNTY}/hrss", **asked)


def test_from_the_draw_to_the_board(site: SiteWorld) -> None:
    browser = desk("huifang")
    index = browser.get("/desk/callbacks/")
    assert "当地没有定最少问几个人" in text(index)
    begun = browser.post(
        "/desk/callbacks/", {"month": "2026-10", "error": "5", "confidence": "95"}, follow=True
    )
    assert begun.status_code == 200 and "2 个工人里抽了 2 个" in text(begun)
    assert site.one.name not in text(begun)
    page = begun.redirect_chain[-1][0]
    first, second = re.findall(r"/desk/callbacks/calls/[0-9a-f]+/", begun.content.decode())

    plain = browser.get(first)
    assert "看姓名和电话" in text(plain) and "139" not in text(plain)
    seen = text(browser.post(first, {"act": "look", "seen": ""}))
    assert "对得上吗" in seen and re.search(r"1[0-9]{10}", seen)
    assert AuditEvent.objects.filter(verb="safeguards.call.looked").count() == 1

    assert browser.post(first, {"act": "note", "seen": "", "outcome": ""}).status_code == 400
    browser.post(first, {"act": "note", "seen": "", "outcome": "no", "said": "少了两百"})
    assert "还说不出来" not in text(browser.get(page))
    browser.post(second, {"act": "note", "seen": "", "outcome": "unreached"})
    shown = text(browser.get(page))
    assert "联系不上 1" in shown and "对不上 1" in shown and "0.0%" in shown and "没有证明" in shown
    browser.post(second, {"act": "note", "seen": "", "outcome": "yes"})
    done = text(browser.get(page))
    assert "50.0%（95% 的把握在 50.0% 到 50.0% 之间）" in done  # everybody was asked and answered
    again = browser.post(second, {"act": "note", "seen": "", "outcome": "no"})
    assert again.status_code == 409 and CallBack.objects.filter(outcome="yes").count() == 1
    board = "/desk/zeros/?year=2026"
    assert "抽样回访" in text(browser.get(board)) and "一共抽过" not in text(browser.get(board))
    draw()
    assert "这个月一共抽过 2 次" in text(browser.get(board))


def test_the_seed_that_is_kept_draws_the_same_again(site: SiteWorld) -> None:
    survey = draw(error=20.0, confidence=90)
    names = [row.public_id.hex for row in WorkerMonth.objects.all()]
    again = drawn(names, survey.calls.count(), seed=survey.seed)
    numbers = [WorkerMonth.objects.get(public_id=name).number for name in again]
    assert [call.number for call in survey.calls.order_by("lot")] == numbers


def test_what_the_place_wants_at_least_is_asked(
    site: SiteWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = WorkerMonth.objects.first()
    assert month is not None
    for number in range(60):
        WorkerMonth.objects.create(month=month.month, number=f"X{number}", credited=0, signed=False)
    assert draw().calls.count() == 54  # 62 people, five points, 95 %
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    own = folder / COUNTY / "invented-calls"
    own.mkdir()
    (own / "parameters.yaml").write_text(
        "- name: 回访最少人数\n  type: int\n  measure: 人\n"
        "  values: [{value: 58, from: 2020-01-01, clause: 虚构县通知第二条}]\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    survey = draw()
    assert (survey.least, survey.calls.count()) == (58, 58)


def test_by_project_nobody_is_left_out(site: SiteWorld) -> None:
    survey = draw(by_project=True)
    assert survey.strata == {site.project_id: 2}
    assert {call.stratum for call in survey.calls.all()} == {site.project_id}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"error": 0.5}, "callback.error"),
        ({"error": 20.5}, "callback.error"),
        ({"confidence": 94}, "callback.confidence"),
        ({"month": date(2026, 9, 1)}, "callback.nobody"),
    ],
)
def test_what_cannot_be_drawn_is_refused(site: SiteWorld, said: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        draw(**said)
    assert refused.value.code == code


def test_another_office_sees_and_calls_nobody(site: SiteWorld) -> None:
    survey = draw()
    call = survey.calls.order_by("lot")[0].public_id.hex
    for browser in (desk("waidi", region="210702"), desk("zhujian", line="housing")):
        assert browser.get(f"/desk/callbacks/{survey.public_id.hex}/").status_code == 404
        assert browser.get(f"/desk/callbacks/calls/{call}/").status_code == 404
        assert browser.post(f"/desk/callbacks/calls/{call}/", {"act": "look"}).status_code == 404
    far = Principal("far", "虚构外地", (Grant("inspector", "210702", "210702/hrss"),))
    with pytest.raises(DomainError):
        calls.whom(by=far, now=NOW, call_id=call)
    assert not queries.surveys(far).exists()
    assert Client().get("/desk/callbacks/").status_code == 302
