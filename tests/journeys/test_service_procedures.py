"""A service whose cases run by a procedure of its own: named in the packs, lodged by form, taken to its end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.casework.procedures import register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.queries import own
from tests.journeys.open_procedures import NOISE
from tests.unit.casework.desk import NOW, PERMIT, POLICE_OFFICER, TODAY, applicant, lodge, worker

pytestmark = pytest.mark.django_db
POLICIES = Path(__file__).resolve().parents[2] / "policies"
OF_ITS_OWN = replace(
    NOISE,
    id="permit-by-visit",
    name="上门办证",
    valid_from=TODAY,
    owner=None,
    opened_by=frozenset({Origin.APPLICATION}),
    parties={Role.APPLICANT: frozenset({PartyKind.PERSON}), Role.AGENT: frozenset({PartyKind.PERSON})},
)


@pytest.fixture(autouse=True)
def named_by_the_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The packs as they are, but for one line in every version of one service."""
    packs = tmp_path / "policies"
    shutil.copytree(POLICIES, packs)
    for path in packs.glob(f"*/*/services/{PERMIT}*.yaml"):
        text = path.read_text(encoding="utf-8")
        if f"id: {PERMIT}\n" in text:
            path.write_text(f"{text.rstrip()}\nprocedure: {OF_ITS_OWN.id}\n", encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs))
    register.register(OF_ITS_OWN)
    yield
    register.forget(OF_ITS_OWN.id)


def test_it_is_lodged_by_form_and_goes_its_own_way() -> None:
    assert faults_of(OF_ITS_OWN) == ()
    person = applicant()
    case = lodge(person, service=PERMIT)
    assert (case.procedure, case.service_id, case.status) == (OF_ITS_OWN.id, PERMIT, "待核查")
    assert case.application and case.application.form
    page = own.own_page(worker(person), case.public_id.hex, today=TODAY)
    assert page.form is not None
    assert page.row.status_name == "等待核查"
    sent = {"case_id": case.public_id, "by": POLICE_OFFICER, "now": NOW}
    cases.make(move="登记核查", form={"看到": "住在这里", "分贝": "未超"}, **sent)
    grounds = {"reasons": "上门看过", "clause": "居住证暂行条例第二条"}
    cases.make(move="认定属实", form=grounds, **sent)
    ended = Case.objects.get(pk=case.pk)
    assert (ended.status, ended.granted) == ("属实", True)
