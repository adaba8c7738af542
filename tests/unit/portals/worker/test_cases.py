"""Following a case: own ones only, in plain words, with what can be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import cases as casework
from huigong.casework.models import Case, Entry
from huigong.casework.procedures import register as procedures
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Move, Procedure, Weight, Who
from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant, Principal
from tests.unit.portals.worker.test_apply import form_on, lodge
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
OFFICER = Principal(
    "00000000000000000000000000000001", "虚构经办人", (Grant("case-officer", "510400", "510400/police"),)
)


@pytest.fixture
def case(worker: Client) -> str:
    """The address of a residence permit case just lodged."""
    found = re.match(r"/cases/[0-9a-f]{32}/", lodge(worker, form_on(worker)))
    assert found
    return found.group()


def case_id(case: str) -> str:
    return case.strip("/").split("/")[-1]


def test_the_list_and_the_page_say_where_it_stands(worker: Client, case: str) -> None:
    assert case in worker.get("/cases/").content.decode()
    text = worker.get(case).content.decode()
    for words in ("已提交", "收到您的申请", "攀枝花市公安局", "撤回申请"):
        assert words in text, words


def test_a_case_whose_procedure_is_gone_is_a_line_in_plain_words(worker: Client, case: str) -> None:
    Case.objects.update(procedure="rating-follow-up-510400")
    text = worker.get("/cases/").content.decode()
    assert case in text and "进度看不到" in text and "12345" in text
    for page in ("/", "/me/", "/results/"):
        assert worker.get(page).status_code == 200, page
    assert worker.get(case).status_code == 503


def test_somebody_elses_case_is_not_there(case: str) -> None:
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    assert other.get(case).status_code == 404
    assert other.get(f"{case}receipt/").status_code == 404
    assert other.get(f"{case}withdraw/").status_code == 404
    assert other.post(f"{case}withdraw/").status_code == 404


def test_what_is_missing_is_asked_for_and_handed_in(worker: Client, case: str) -> None:
    casework.request_completion(by=OFFICER, now=timezone.now(), case_id=case_id(case), note="缺租房合同")
    text = worker.get(case).content.decode()
    assert "缺租房合同" in text
    assert "补内容、补材料" in text
    empty = worker.post(f"{case}complete/", {"evidence": " "})
    assert empty.status_code == 400
    assert "还没有补任何内容" in empty.content.decode()
    assert worker.post(f"{case}complete/", {"evidence": "租房合同\n房东身份证"})["Location"] == case
    after = worker.get(case).content.decode()
    assert "已补正" in after
    assert "补内容、补材料" not in after
    assert "部门告诉您" not in after, "what was asked stands with the answer only"
    assert "当时要求" in after and "缺租房合同" in after


def test_withdrawing_stops_it(worker: Client, case: str) -> None:
    assert worker.post(f"{case}withdraw/")["Location"] == case
    text = worker.get(case).content.decode()
    assert "已撤回" in text
    assert f'action="{case}withdraw/"' not in text


def test_withdrawing_twice_is_refused_with_a_reason(worker: Client, case: str) -> None:
    worker.post(f"{case}withdraw/")
    response = worker.post(f"{case}withdraw/")
    assert response.status_code == 409
    assert "现在不能" in response.content.decode()


def test_looking_never_changes_anything(worker: Client, case: str) -> None:
    assert "撤回以后这件事就停了" in worker.get(f"{case}withdraw/").content.decode()
    assert "已提交" in worker.get(case).content.decode()


@pytest.mark.parametrize("move", ["accept", "refer", "nothing", "complete"])
def test_only_what_the_procedure_offers_now_has_a_page(worker: Client, case: str, move: str) -> None:
    assert worker.get(f"{case}{move}/").status_code == 404
    assert worker.post(f"{case}{move}/").status_code in (403, 404, 409)
    assert "已提交" in worker.get(case).content.decode()


@pytest.fixture
def house() -> Iterator[Procedure]:
    """The standard procedure with moves of a party that no page knows by name, one of them for an office to choose."""
    ours = {"who": Who.PARTY, "permission": Permission.APPLICATION_LODGE, "roles": (Role.APPLICANT,)}
    moves = (
        Move(
            "add_word", "补充说明", ("lodged",), form=(Field("word", "还想说什么", FieldKind.LONG),), **ours
        ),
        Move("hurry", "催一下", ("lodged",), weight=Weight.MAIN, advice="催过以后部门会看到。", **ours),
        Move(
            "elsewhere", "换个部门办", ("lodged",), form=(Field("to", "换到哪里", FieldKind.OFFICE),), **ours
        ),
    )
    known = replace(STANDARD, version=98, moves=(*STANDARD.moves, *moves))
    assert [fault.id for fault in faults_of(known)] == ["elsewhere"]
    yield procedures.register(known)
    procedures.forget(STANDARD.id)
    procedures.register(STANDARD)


def test_the_page_draws_whatever_the_procedure_offers(worker: Client, house: Procedure, case: str) -> None:
    text = worker.get(case).content.decode()
    assert "催过以后部门会看到。" in text
    assert f'action="{case}hurry/"' in text
    assert f'href="{case}add_word/"' in text
    assert "还想说什么" in worker.get(f"{case}add_word/").content.decode()
    assert worker.post(f"{case}add_word/", {"word": ""}).status_code == 400
    assert worker.post(f"{case}add_word/", {"word": "房东可以作证"})["Location"] == case
    assert worker.post(f"{case}hurry/")["Location"] == case
    entry = Entry.objects.get(move="add_word")
    assert entry.content == {"word": "房东可以作证"}


def test_what_cannot_be_filled_in_here_is_said_and_no_page_breaks(
    worker: Client, house: Procedure, case: str
) -> None:
    text = worker.get(case).content.decode()
    assert "要“换个部门办”，请到窗口" in text
    assert f"{case}elsewhere/" not in text
    for response in (
        worker.get(f"{case}elsewhere/"),
        worker.post(f"{case}elsewhere/", {"to": "510400/hrss"}),
    ):
        assert response.status_code == 404


def test_the_list_asks_the_database_the_same_however_long(
    worker: Client, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        lodge(worker, {**form_on(worker), "again": "on"})
    with django_assert_max_num_queries(12):
        worker.get("/cases/")
