"""A policy officer takes a document from upload to the duty board on screen."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huigong.kernel.errors import Unavailable
from huigong.policy.actions import drafts
from huigong.policy.models import PolicyDraft, SavedReading
from huigong.policy.packs import _with_local, library
from huigong.policy.reading import read_text
from huigong.portals.desk.drafts.slots import SLOTS, slot
from tests.unit.policy.reading.invented import PLAN
from tests.unit.policy.reading.test_sources import word_file
from tests.unit.portals.desk.staff import at_desk, principal

REGION, NAME = "510421", "yunzhengfa-2031-12"
DOCUMENT = f"{REGION}/{NAME}"


@pytest.fixture(autouse=True)
def _local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(tmp_path / "local"))
    yield
    _with_local.cache_clear()


def upload(client: Client, data: bytes = b"", *, file: str = "plan.docx", region: str = REGION) -> Any:
    sent = io.BytesIO(data or word_file(PLAN))
    sent.name = file
    return client.post("/desk/library/drafts/", {"file": sent, "region": region, "name": NAME})


def begun() -> str:
    """The address of a fresh draft's pages."""
    read, source = read_text(PLAN), PLAN.encode()
    draft = drafts.begin(
        by=principal("policy"), now=timezone.now(), read=read, source=source, region=REGION, name=NAME
    )
    return f"/desk/library/drafts/{draft.public_id.hex}/"


def typed(client: Client, address: str, **changes: str) -> dict[str, Any]:
    """What a browser would send back of a clause's form, with changes."""
    context = client.get(address).context
    sent: dict[str, Any] = {}
    targets = context.get("targets")
    for form in (context["form"], *((*targets, targets.management_form) if targets else ())):
        for field in form:
            value = field.value()
            if value not in (None, False):
                sent[field.html_name] = value
    return {**sent, **changes}


def test_from_upload_to_the_duty_board_without_typing() -> None:
    client = at_desk("policy")
    address = upload(client)["Location"]
    assert DOCUMENT not in client.get("/desk/duties/").content.decode()
    for place in (1, 2, 3):
        page = f"{address}{place}/"
        answer = client.post(page, typed(client, page, then="confirm"))
        assert answer.status_code == 302, answer.content.decode()
    assert client.post(f"{address}confirm/").status_code == 400
    client.post(f"{address}head/", typed(client, f"{address}head/", then="save"))
    listed = client.post(f"{address}confirm/")
    assert (listed.status_code, "施行日期没有填" in listed.content.decode()) == (400, True)
    assert DOCUMENT not in library().documents
    seen = [str(point) for point in listed.context["points"]]
    answer = client.post(f"{address}confirm/", {"accepted": seen}, follow=True)
    body = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/desk/duties/?document={DOCUMENT}"
    assert "办好夜校" in body
    assert "市织造局" in body
    assert client.get(f"/desk/library/documents/{DOCUMENT}/").status_code == 200


def test_confirming_leads_to_the_next_clause_that_waits() -> None:
    client = at_desk("policy")
    address = begun()
    assert client.get(address)["Location"].endswith("/1/")
    leads = []
    for place in (2, 3, 1):
        page = f"{address}{place}/"
        leads.append(client.post(page, typed(client, page, then="confirm"))["Location"].removeprefix(address))
    assert leads == ["3/", "1/", "head/"]


def test_the_print_stands_beside_what_was_read() -> None:
    client = at_desk("policy")
    body = client.get(f"{begun()}1/").content.decode()
    assert "完善培训制度，每年培训务工人员3万人次，规范补贴发放" in body
    assert 'value="办好夜校"' in body
    assert "名录里没有，改成" in body
    assert 'value="30000"' in body


def test_a_name_is_replaced_by_one_of_the_office_book_and_nothing_is_saved() -> None:
    client = at_desk("policy")
    page = f"{begun()}1/"
    answer = client.post(
        page, typed(client, page, then="replace|support|市灯塔局|市人社局", heading="改过的标题")
    )
    assert answer.context["form"]["support"].value() == "市人社局、市信鸽委"
    assert answer.context["form"]["heading"].value() == "改过的标题"
    assert client.get(page).context["form"]["support"].value() == "市灯塔局、市信鸽委"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"target-0-value": "三方"}, "不是数字"),
        ({"heading": ""}, "小标题"),
        ({"target-0-by": "明天"}, "不是日期"),
        ({"systems": "S99"}, "S99"),
        ({"version": "x"}, ""),
        ({"target-TOTAL_FORMS": "x"}, ""),
        ({"target-TOTAL_FORMS": "100000"}, ""),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(changes: dict[str, str], says: str) -> None:
    client = at_desk("policy")
    page = f"{begun()}1/"
    answer = client.post(page, typed(client, page, **{"then": "confirm", "chapter": "我填的章", **changes}))
    body = answer.content.decode()
    assert answer.status_code == 400
    assert says in body
    assert "我填的章" in body
    assert not PolicyDraft.objects.get().clauses.filter(confirmed=True).exists()


def test_two_officers_see_both_versions_and_the_second_decides() -> None:
    client, colleague = at_desk("policy"), at_desk("clerk", "policy")
    page = f"{begun()}1/"
    mine = typed(client, page, then="save", heading="我的标题")
    theirs = typed(colleague, page, then="save", heading="同事的标题")
    assert colleague.post(page, theirs).status_code == 302
    answer = client.post(page, mine)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "同事的标题" in body
    assert "我的标题" in body
    again = {**mine, "version": answer.context["form"]["version"].value()}
    assert client.post(page, again).status_code == 302
    assert client.get(page).context["form"]["heading"].value() == "我的标题"


def test_the_head_is_corrected() -> None:
    client = at_desk("policy")
    page = f"{begun()}head/"
    assert "云政发〔2031〕12号" in client.get(page).content.decode()
    sent = {"version": 1, "title": "云中市的方案", "issued_on": "2031-05-06", "level": "county"}
    assert client.post(page, sent).status_code == 302
    assert client.get(page).context["form"]["title"].value() == "云中市的方案"
    stale = client.post(page, {**sent, "title": "另一个"})
    assert stale.status_code == 409
    assert "云中市的方案" in stale.content.decode()
    bad = client.post(page, {**sent, "version": 2, "issued_on": "2031-13-40"})
    assert (bad.status_code, "不是日期" in bad.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("data", "file"),
    [
        (b"", "empty.txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200, 256)) * 50, "scan.png"),
        ("红烧茄子，茄子两根，蒜三瓣，酱油少许。".encode() * 9, "recipe.txt"),
        (b"PK\x03\x04broken", "broken.docx"),
    ],
)
def test_a_bad_file_is_told_and_begins_nothing(data: bytes, file: str) -> None:
    sent = io.BytesIO(data)
    sent.name = file
    answer = at_desk("policy").post("/desk/library/drafts/", {"file": sent, "region": REGION, "name": NAME})
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not SavedReading.objects.exists()


def test_while_the_machine_reads_as_many_files_as_it_can_another_is_refused_in_words() -> None:
    client = at_desk("policy")
    with ExitStack() as others:
        for _ in range(SLOTS):
            others.enter_context(slot())
        answer = upload(client)
    assert answer.status_code == 503
    assert "现在正在读别的文件" in answer.content.decode()
    assert not PolicyDraft.objects.exists()
    assert upload(client).status_code == 302, "a slot is given back"


def test_a_slot_is_free_again_when_its_process_was_killed() -> None:
    path = settings.DATA_FOLDER / "reading"
    holds = (
        "import fcntl, pathlib, sys, time\n"
        "files = [open(path, 'r+b') for path in pathlib.Path(sys.argv[1]).iterdir()]\n"
        "[fcntl.flock(file, fcntl.LOCK_EX) for file in files]\n"
        "print('held', flush=True); time.sleep(60)"
    )
    with ExitStack() as made:  # so that the files are there
        [made.enter_context(slot()) for _ in range(SLOTS)]
    with subprocess.Popen([sys.executable, "-c", holds, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(Unavailable), slot():
            pass
        other.kill()
        other.wait()
        with slot():
            pass


@pytest.mark.parametrize(
    "changes", [{"region": "999999"}, {"region": "abc"}, {"name": "../etc"}, {"region": "210700"}]
)
def test_a_region_or_name_that_cannot_be_is_told(changes: dict[str, str]) -> None:
    sent = io.BytesIO(PLAN.encode())
    sent.name = "plan.txt"
    answer = at_desk("policy").post(
        "/desk/library/drafts/", {"file": sent, "region": REGION, "name": NAME, **changes}
    )
    assert answer.status_code in {400, 403, 404}
    assert "errorlist" in answer.content.decode()
    assert not PolicyDraft.objects.exists()


@pytest.mark.parametrize("region", ["米易县", "四川省米易县", "510421"])
def test_the_region_is_taken_by_name(region: str) -> None:
    assert upload(at_desk("policy"), region=region).status_code == 302
    assert PolicyDraft.objects.get().document_id == DOCUMENT


def test_everything_wrong_with_an_upload_is_told_at_once() -> None:
    sent = io.BytesIO(b"PK\x03\x04broken")
    sent.name = "broken.docx"
    client = at_desk("policy")
    given = {"file": sent, "region": "锦州市", "name": "../etc"}
    answer = client.post("/desk/library/drafts/", given)
    assert answer.status_code == 400
    assert sorted(answer.context["form"].errors) == ["file", "name", "region"]
    assert "锦州市" in answer.context["form"].errors["region"][0]


def test_what_is_missing_is_told_beside_what_is_wrong() -> None:
    client = at_desk("policy")
    page = f"{begun()}1/"
    wrong = {"heading": "", "target-0-value": "三方", "target-0-by": "明天"}
    body = client.post(page, typed(client, page, then="confirm", **wrong)).content.decode()
    for words in ("小标题", "不是数字", "不是日期"):
        assert words in body
    saved = client.post(page, typed(client, page, then="save", **wrong)).content.decode()
    assert "还缺" not in saved


def test_the_same_document_is_not_begun_twice() -> None:
    client = at_desk("policy")
    begun()
    answer = upload(client)
    assert answer.status_code == 409
    assert "已经有人在核对" in answer.content.decode()


def test_an_unfinished_document_is_not_confirmed_and_a_dropped_one_not_changed() -> None:
    client = at_desk("policy")
    address = begun()
    assert client.post(f"{address}confirm/").status_code == 400
    sent = typed(client, f"{address}1/", then="confirm")
    assert client.post(f"{address}drop/").status_code == 302
    assert client.post(f"{address}1/", sent).status_code == 409


@pytest.mark.parametrize("role", ["clerk", "leading", "auditor"])
def test_others_see_nothing_of_it(role: str) -> None:
    address = begun()
    stranger = at_desk(role)
    for page in ("/desk/library/drafts/", f"{address}1/", f"{address}head/"):
        assert stranger.get(page).status_code in {403, 404}
    assert stranger.post(f"{address}confirm/").status_code in {403, 404}


def test_a_place_that_is_not_there_leads_back() -> None:
    client = at_desk("policy")
    address = begun()
    assert client.get(f"{address}99/").status_code == 302
    assert client.get("/desk/library/drafts/00000000000000000000000000000000/").status_code == 404


def test_going_to_another_clause_saves_what_was_typed() -> None:
    client = at_desk("policy")
    address = begun()
    for place, then, leads in ((1, "next", "2/"), (2, "prev", "1/")):
        page = f"{address}{place}/"
        answer = client.post(page, typed(client, page, then=then, heading=f"改过的标题{place}"))
        assert answer["Location"] == address + leads
        assert client.get(page).context["form"]["heading"].value() == f"改过的标题{place}"
    head = f"{address}head/"
    answer = client.post(head, typed(client, head, then="next", title="改过的题名"))
    assert answer["Location"] == f"{address}1/"
    assert client.get(head).context["form"]["title"].value() == "改过的题名"


def test_going_on_without_a_change_leaves_a_confirmed_clause_confirmed() -> None:
    client = at_desk("policy")
    address = begun()
    page = f"{address}1/"
    client.post(page, typed(client, page, then="confirm"))
    assert client.post(page, typed(client, page, then="next"))["Location"] == f"{address}2/"
    head = f"{address}head/"
    client.post(head, typed(client, head, then="next"))
    draft = PolicyDraft.objects.get()
    assert (draft.clauses.get(place=1).confirmed, draft.head_checked) == (True, False)


def test_what_cannot_be_saved_holds_one_on_the_clause() -> None:
    client = at_desk("policy")
    page = f"{begun()}1/"
    answer = client.post(page, typed(client, page, **{"then": "next", "target-0-value": "三方"}))
    assert (answer.status_code, "三方" in answer.content.decode()) == (400, True)
