"""What offices have to do by a day: the list, one with its history, the list of today, and the sheet to be printed."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine_plus import CalamineWorkbook

from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.files.models import StoredFile
from huigong.obligations.actions import nightly
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.registry.actions import facts
from huigong.registry.models import Person, PersonFact
from tests.unit.casework.desk import applicant
from tests.unit.files.makers import jpeg
from tests.unit.obligations.plates import DECLARED, PLATE, packs_with
from tests.unit.portals.desk.conftest import A_WEDNESDAY
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.registry.someone import CITY, CLERK, FAR, HERE

TODAY = A_WEDNESDAY.date()
pytestmark = pytest.mark.usefixtures("wednesday")


def officer(office: str, *, region: str = CITY, role: str = "case-officer", number: str = "") -> Client:
    account = accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=f"{office.replace('/', '-')}-{role}",
        display_name="虚构经办",
        password=PASSWORD,
        resident_number=number,
        grants=[Grant(role, region, office)],
    )
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def plated(sequence: int, *, since: date) -> Person:
    """Somebody whose plate was issued on that day: the brake check falls due a year later."""
    person = applicant(sequence)
    at = datetime.combine(since, A_WEDNESDAY.timetz())
    facts.record(
        by=CLERK, now=at, person_id=person.public_id.hex, fact=PLATE, value=True, source="窗口核验",
        verification=PersonFact.Verification.VERIFIED, valid_from=since, valid_until=None,
    )  # fmt: skip
    nightly.look_over(now=at)
    return person


@cache
def folder() -> Path:
    """The packs of the plates, written once."""
    with pytest.MonkeyPatch.context() as patch:
        made = Path(mkdtemp(prefix="huigong-plates-"))
        packs_with(made, patch, in_100000=DECLARED)
    return made / "policies"


@pytest.fixture(autouse=True)
def plates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder()))


@pytest.fixture
def due_soon() -> str:
    """Of somebody's brake check that is due in five days, the public id."""
    plated(1, since=date(2025, 6, 15))
    nightly.look_over(now=A_WEDNESDAY)
    return Obligation.objects.get().public_id.hex


@pytest.fixture
def police(due_soon: str) -> Client:
    return officer(f"{HERE}/police")


def test_the_list_names_what_is_due_and_nobody_in_full(police: Client, due_soon: str) -> None:
    page = police.get("/desk/obligations/").content.decode()
    assert all(
        word in page for word in ("电动车年检", "2026-06-15", "可以办了", f"/desk/obligations/{due_soon}/")
    )
    assert Person.objects.get().name not in page
    assert (
        "电动车年检"
        not in police.get("/desk/obligations/?until=2026-06-14").content.decode().split("<main")[1]
    )
    assert "2026-06-15" in police.get("/desk/obligations/?until=2026-06-15").content.decode()
    assert "2026-06-15" not in police.get("/desk/obligations/?state=lapsed").content.decode()
    assert police.get("/desk/obligations/?state=nonsense&until=never&page=x").status_code == 200


def test_of_another_office_or_region_there_is_nothing(police: Client, due_soon: str) -> None:
    for other in (officer(f"{HERE}/housing"), officer(f"{FAR[:4]}00/police", region=FAR)):
        assert "2026-06-15" not in other.get("/desk/obligations/").content.decode()
        assert other.get(f"/desk/obligations/{due_soon}/").status_code == 404
        assert "2026-06-15" not in other.get("/desk/obligations/today/").content.decode()
        sent = other.post(f"/desk/obligations/{due_soon}/", {"act": "done", "day": "2026-06-10", "text": ""})
        assert sent.status_code == 404
    clerk = officer("", role="clerk")
    assert clerk.get("/desk/obligations/").status_code == 403
    assert not HistoryEntry.objects.filter(kind="proved").exists()


def test_it_is_done_on_its_page_and_the_history_says_so(police: Client, due_soon: str) -> None:
    address = f"/desk/obligations/{due_soon}/"
    assert "去了没办成" in police.get(address).content.decode()
    missed = {"act": "missed", "day": "2026-06-09", "refused": "家里没有人", "text": ""}
    assert "家里没有人" in police.post(address, missed, follow=True).content.decode()
    assert Occurrence.objects.get(ordinal=1).state == "open"
    done = {"act": "done", "day": "2026-06-10", "text": "刹车换过"}
    page = police.post(address, done, follow=True).content.decode()
    assert "按期办了" in page and "刹车换过" in page
    looked = AuditEvent.objects.filter(verb=READ_VERB, purpose="办理电动车年检")
    assert looked.count() == 1  # once a visit


def test_a_day_to_come_or_no_day_is_refused_on_the_page(police: Client, due_soon: str) -> None:
    address = f"/desk/obligations/{due_soon}/"
    for day, said in (("2026-06-11", "办的日子还没有到"), ("", "请填日期"), ("昨天吧", "日期读不懂")):
        answer = police.post(address, {"act": "done", "day": day, "text": "写过的情况"})
        assert answer.status_code == 400
        assert said in answer.content.decode() and "写过的情况" in answer.content.decode()
    assert police.post(address, {"act": "done", "day": "2026-06-10", "text": "长" * 501}).status_code == 400
    assert police.post(address, {"act": "fly"}).status_code == 409
    assert not HistoryEntry.objects.filter(kind="proved").exists()


def test_with_a_picture_that_is_none_nothing_is_noted(police: Client, due_soon: str) -> None:
    address = f"/desk/obligations/{due_soon}/"
    done = {"act": "done", "day": "2026-06-10", "text": "刹车换过"}
    bad = police.post(address, done | {"photo": SimpleUploadedFile("虚构.jpg", b"not a picture at all")})
    assert bad.status_code == 400 and "刹车换过" in bad.content.decode()
    assert Occurrence.objects.get(ordinal=1).state == "open"
    assert not HistoryEntry.objects.filter(kind="proved").exists()
    early = police.post(
        address, done | {"day": "2026-06-11", "photo": SimpleUploadedFile("虚构.jpg", jpeg())}
    )
    assert early.status_code == 400 and not StoredFile.objects.exists(), "nor the picture of what is refused"
    good = police.post(address, done | {"photo": SimpleUploadedFile("虚构.jpg", jpeg())})
    assert good.status_code == 302 and StoredFile.objects.count() == 1
    assert Occurrence.objects.get(ordinal=1).state == "done_in_time"


def test_one_time_is_excused_for_a_declared_reason(police: Client, due_soon: str) -> None:
    address = f"/desk/obligations/{due_soon}/"
    wrong = {"act": "excuse", "reason": "没空", "day": "2026-06-10", "until": "2026-06-30"}
    assert police.post(address, wrong).status_code == 400
    page = police.post(address, wrong | {"reason": "住院"}, follow=True).content.decode()
    assert "免办" in page
    assert Occurrence.objects.get(ordinal=1).state == "excused"


def test_handed_over_it_is_the_other_offices(police: Client, due_soon: str) -> None:
    address = f"/desk/obligations/{due_soon}/"
    given = {"act": "hand-over", "office": f"{HERE}/housing", "reason": ""}
    assert "请写明原因" in police.post(address, given).content.decode()
    elsewhere = given | {"reason": "归他们管", "office": f"{FAR[:4]}00/housing"}
    assert police.post(address, elsewhere).status_code == 400
    assert police.post(address, given | {"reason": "归他们管"}).status_code == 302
    assert Obligation.objects.get().office == f"{HERE}/housing"
    assert police.get(address).status_code == 200  # it may still excuse it
    assert police.post(address, {"act": "done", "day": "2026-06-10", "text": ""}).status_code == 409
    assert "2026-06-15" in officer(f"{HERE}/housing").get("/desk/obligations/").content.decode()


def test_who_is_near_is_told_to_leave_it_to_a_colleague(due_soon: str) -> None:
    own = officer(f"{HERE}/police", number=Person.objects.get().resident_number)
    page = own.get(f"/desk/obligations/{due_soon}/").content.decode()
    assert "请同事来办" in page and "去了没办成" not in page


def test_the_list_of_today_is_noted_with_one_form(police: Client, due_soon: str) -> None:
    today = police.get("/desk/obligations/today/").content.decode()
    assert "电动车年检" in today and "家里没有人" in today
    given = {"act": f"{due_soon}-1", "came": "家里没有人", "text": ""}
    assert police.post("/desk/obligations/today/", given).status_code == 302
    assert Occurrence.objects.get(ordinal=1).state == "open"
    assert police.post("/desk/obligations/today/", given | {"came": ""}, follow=True).status_code == 200
    assert Occurrence.objects.get(ordinal=1).ended_on == TODAY
    assert "今天没有要办的" in police.get("/desk/obligations/today/").content.decode()


def test_what_is_due_in_eight_days_is_not_of_today() -> None:
    for sequence, days in ((1, 7), (2, 8)):
        plated(sequence, since=(TODAY + timedelta(days=days)).replace(year=2025))
    nightly.look_over(now=A_WEDNESDAY)
    page = officer(f"{HERE}/police").get("/desk/obligations/today/").content.decode()
    assert "2026-06-17" in page and "2026-06-18" not in page


def test_the_sheet_shows_whom_to_find_for_a_purpose_and_leaves_a_trace(police: Client, due_soon: str) -> None:
    person = Person.objects.get()
    assert person.name not in police.get("/desk/obligations/sheet/").content.decode()
    assert police.post("/desk/obligations/sheet/", {"why": ""}).status_code == 400
    given = {"why": "其他", "more": "上门年检"}
    assert person.name in police.post("/desk/obligations/sheet/", given).content.decode()
    event = AuditEvent.objects.filter(verb=READ_VERB, purpose="上门年检").latest("pk")
    assert sorted(event.data["fields"]) == ["address", "name", "phone"]
    assert person.name not in police.get("/desk/obligations/sheet/").content.decode()


def test_the_list_is_taken_away_for_a_purpose_as_it_is_seen(police: Client, due_soon: str) -> None:
    assert police.post("/desk/obligations/export/", {"purpose": ""}).status_code == 400
    answer = police.post("/desk/obligations/export/?state=open", {"purpose": "安排下周年检"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert "事由：安排下周年检" in rows[0][0]
    assert rows[2][0] == "电动车年检" and Person.objects.get().name not in rows[2]
    event = AuditEvent.objects.get(verb="obligations.list.exported")
    assert (event.data, event.purpose) == ({"rows": 1, "list": {"state": "open"}}, "安排下周年检")


def test_the_persons_page_leads_to_what_they_owe(police: Client, due_soon: str) -> None:
    person = Person.objects.get().public_id.hex
    page = police.get(f"/desk/obligations/of/{person}/").content.decode()
    assert "2026-06-15" in page and f"/desk/people/{person}/" in page
    given = {"why": "其他", "more": "年检"}
    shown = police.post(f"/desk/people/{person}/", given, follow=True).content.decode()
    assert f"/desk/obligations/of/{person}/" in shown
    assert (
        "没有归您部门办的"
        in officer(f"{HERE}/housing").get(f"/desk/obligations/of/{person}/").content.decode()
    )


def test_the_list_asks_the_same_however_long_it_is(police: Client) -> None:
    counts = []
    for sequence in (2, 3):
        plated(sequence, since=date(2025, 6, 15))
        nightly.look_over(now=A_WEDNESDAY)
        with CaptureQueriesContext(connection) as asked:
            police.get("/desk/obligations/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
