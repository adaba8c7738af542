"""Files of a form over HTTP: taken while it is filled in, also of a stranger, handed over with it, and shown to who may see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.casework.actions import cases as casework
from huigong.casework.models import Case
from huigong.catalogue.services import catalogue
from huigong.correspondence.actions import letters
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.files import access, sweeping
from huigong.files.models import Attachment, IncomingFile, StoredFile
from huigong.files.states import LIVE
from huigong.kernel.registries import Registry
from huigong.registry.models import Person
from tests.unit.files import makers
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.portals.worker.filling import WAGE, fill_in, send, shown
from tests.unit.portals.worker.test_helping import CHILD
from tests.unit.portals.worker.visiting import log_in, made_up_number, register, say_whose

pytestmark = pytest.mark.django_db(transaction=True)
SERVICE = "arrears-complaint"
FORM = f"/services/{SERVICE}/form/"
PROOF = f"{FORM}q/证据/"
OFFICE = ("510411/hrss", "510411")


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    settings.FILES = str(tmp_path / "files")


def sent(data: bytes, name: str = "合同.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def put(client: Client, *files: SimpleUploadedFile, **more: str) -> Any:
    return client.post(PROOF, {"证据": list(files), **more})


def live() -> list[StoredFile]:
    return list(StoredFile.objects.filter(state__in=LIVE).order_by("pk"))


def addresses() -> list[str]:
    return [f"/files/{file.public_id}/{small}" for file in live() for small in ("", "small/", "?save")]


def officer(role: str, office: str | None, region: str) -> Client:
    account = accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=f"{role}-{(office or 'all').replace('/', '-')}-{region}",
        display_name="虚构经办",
        password=PASSWORD,
        grants=[Grant(role, region, office)],
    )
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def bring(client: Client, data: bytes, name: str = "合同.jpg", field: str = "证据") -> Any:
    """As the script does: announced, then in parts."""
    begun = client.post(PROOF, {"op": "begin", "field": field, "name": name, "size": str(len(data))})
    if begun.status_code != 201:
        return begun
    address, size = begun.json()["address"], begun.json()["part"]
    for offset in range(0, len(data), size):
        part = data[offset : offset + size]
        answer = client.post(
            address, part, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)}
        )
        if answer.status_code != 200:
            break
    return answer


class TestFillingIn:
    def test_somebody_who_is_not_logged_in_sends_a_photograph_and_sees_it(self, client: Client) -> None:
        assert put(client, sent(makers.jpeg()), upload="证据").status_code == 302
        page = shown(client, PROOF)
        assert "合同.jpg" in page
        assert "没有查毒" not in page, "that is the office's to know"
        assert all(client.get(address).status_code == 200 for address in addresses())
        assert "1个文件" in shown(client, f"{FORM}check/")

    def test_what_is_sent_for_a_child_tells_of_the_child(self, client: Client, settings: Any) -> None:
        settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", Path(settings.FILES) / "codes"
        log_in(client)
        register(client)
        mine = Person.objects.get().public_id.hex
        client.post("/me/helping/child/", CHILD)
        child = Person.objects.exclude(public_id=mine).get().public_id.hex
        put(client, sent(makers.jpeg()))
        assert [(file.owner, file.person) for file in live()] == [(mine, child)]

    def test_next_takes_the_file_along(self, client: Client) -> None:
        answer = put(client, sent(makers.jpeg()))
        assert answer.status_code == 302 and "证据" not in unescape(answer["Location"])
        assert len(live()) == 1

    def test_next_takes_a_file_along_whose_name_is_no_utf_8(self, client: Client) -> None:
        """Django drops such a part of a form without a word: 下一步 went on as if nothing had been chosen."""
        begin = '--x\r\nContent-Disposition: form-data; name="证据"; filename="'.encode() + "工资条".encode(
            "gb18030"
        )
        body = begin + b'.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + makers.jpeg() + b"\r\n--x--\r\n"
        answer = client.post(PROOF, body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 302
        assert "工资条.jpg" in shown(client, PROOF)

    def test_the_script_sends_it_in_parts_and_nothing_typed_is_touched(self, client: Client) -> None:
        client.post(f"{FORM}q/经过/", {"经过": "七月来的，一直没有给。"})
        assert bring(client, makers.jpeg()).json()["done"]
        assert "合同.jpg" in shown(client, PROOF)
        assert "七月来的" in shown(client, f"{FORM}check/")

    def test_a_file_is_taken_out_again_and_twice_does_no_harm(self, client: Client) -> None:
        put(client, sent(makers.jpeg()))
        (file,) = live()
        for _ in range(2):
            assert put(client, remove=f"证据:{file.public_id.hex}").status_code == 302
        assert live() == [] and "合同.jpg" not in shown(client, PROOF)

    def test_the_same_file_twice_is_there_once(self, client: Client) -> None:
        put(client, sent(makers.jpeg()))
        put(client, sent(makers.jpeg(), "又一次.jpg"))
        assert Attachment.objects.count() == 1

    @pytest.mark.parametrize("field", ["", "经过", "没有", "证据.1", "每月欠薪.1.欠发", "证据\x1f"])
    def test_no_other_field_takes_files(self, client: Client, field: str) -> None:
        answer = bring(client, makers.jpeg(), field=field)
        assert answer.status_code == 400 and answer.json()["do"]
        client.post(PROOF, {field or "x": sent(makers.jpeg())})
        assert live() == []

    def test_another_kind_than_declared_is_refused_beside_the_field(self, client: Client) -> None:
        answer = put(client, sent(makers.xlsx(), "工资.xlsx"), sent(makers.jpeg()))
        page = unescape(answer.content.decode())
        assert answer.status_code == 400
        assert "工资.xlsx：不能收Excel 表格" in page and "这里只收照片、图片、PDF 文件" in page
        assert "合同.jpg" in page

    def test_not_more_than_declared(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(20):
            put(client, sent(makers.jpeg((60 + number, 40))), upload="证据")
        page = unescape(put(client, sent(makers.jpeg((300, 200)))).content.decode())
        assert len(live()) == 20 and "最多放 20 个" in page
        assert bring(client, makers.jpeg((301, 200))).json()["code"] == "files.too_many"

    def test_what_is_refused_is_said_in_english_too(self, client: Client, settings: Any) -> None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        answer = bring(client, makers.gif_with_page(), "x.gif")
        text = answer.json()["text"]
        assert answer.status_code == 400
        assert not re.search(r"[\u3400-\u9fff。，]", text), text

    def test_a_page_costs_the_same_with_one_file_and_with_many(self, client: Client) -> None:
        put(client, sent(makers.jpeg()), upload="证据")
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                client.get(PROOF)
            counts.append(len(captured))
            put(client, *(sent(makers.jpeg((100 + n, 80)), f"{n}.jpg") for n in range(6)), upload="证据")
        assert counts[0] == counts[1]


HOSTILE: dict[str, Callable[[], bytes]] = {
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": lambda: makers.HTML,
    "gif": makers.gif_with_page,
}


class TestPapersKeptBefore:
    """我的材料: kept once, used in any form."""

    def test_one_is_taken_into_the_form_and_stays_among_the_papers(self, worker: Client) -> None:
        worker.post("/me/papers/", {"op": "add", "files": [sent(makers.jpeg(), "工牌.jpg")]})
        page = shown(worker, PROOF)
        assert "从我存的材料里选" in page and "工牌.jpg" in page
        (file,) = live()
        for _ in range(2):
            assert put(worker, attach=f"证据:{file.public_id.hex}").status_code == 302
        assert Attachment.objects.filter(field="证据").count() == 1
        worker.post(f"{FORM}drop/")
        assert live() == [file], "the paper stays"

    def test_not_of_others_and_not_of_another_kind(self, worker: Client) -> None:
        other = Client()
        log_in(other, "13900000002")
        other.post("/me/papers/", {"op": "add", "files": [sent(makers.jpeg(), "别人的.jpg")]})
        worker.post("/me/papers/", {"op": "add", "files": [sent(makers.xlsx(), "工资.xlsx")]})
        assert "别人的.jpg" not in shown(worker, PROOF) and "工资.xlsx" not in shown(worker, PROOF)
        for file in live():
            assert put(worker, attach=f"证据:{file.public_id.hex}").status_code == 400
        assert put(worker, attach="证据:x").status_code == 400
        assert not Attachment.objects.filter(field="证据").exists()
        assert "从我存的材料里选" not in shown(Client(), PROOF)


class TestHostile:
    @pytest.mark.parametrize("kind", sorted(HOSTILE))
    @pytest.mark.parametrize("name", ["合同.jpg", "../../x.jpg", "合同\u202egpj.exe", "<img src=x>.png"])
    def test_nothing_of_it_stays_and_its_name_is_only_shown(
        self, client: Client, kind: str, name: str
    ) -> None:
        page = put(client, sent(HOSTILE[kind](), name)).content.decode()
        assert "<img src=x" not in page and "\u202e" not in page
        assert bring(client, HOSTILE[kind](), name).status_code == 400
        assert live() == [] and not IncomingFile.objects.exists()


class TestStrangers:
    def test_another_visit_gets_nothing(self, client: Client) -> None:
        put(client, sent(makers.jpeg()))
        (file,) = live()
        other, logged_in = Client(), Client()
        other.get(PROOF)
        put(other, sent(makers.png(), "别的.png"))
        log_in(logged_in, "13900000002")
        for stranger in (Client(), other, logged_in):
            assert stranger.get(f"/files/{file.public_id}/").status_code == 404
            assert stranger.get(f"/files/{file.public_id}/small/").status_code == 404
            put(stranger, remove=f"证据:{file.public_id.hex}")
            assert "合同.jpg" not in shown(stranger, PROOF)
        assert file in live()

    def test_a_visit_hands_in_only_so_much(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        bounded(monkeypatch, of_one=1)
        data = makers.pdf_carrying("a.json", b"[" + b"1," * 400_000 + b"1]")
        assert put(client, sent(data[:1], "x.jpg")).status_code == 400
        big = makers.jpeg((2400, 1800), quality=95)
        for number in range(9):
            put(client, sent(big + bytes(number), f"{number}.jpg"))
        assert sum(file.size for file in live()) <= 1024 * 1024

    def test_all_of_them_together_do_not_fill_the_disk(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bounded(monkeypatch, of_all=0)
        page = unescape(put(client, sent(makers.jpeg())).content.decode())
        assert "请先用手机号登录再传" in page
        assert live() == []
        bounded(monkeypatch, of_all=1)
        begun = client.post(PROOF, {"op": "begin", "field": "证据", "name": "a.jpg", "size": "900000"})
        assert begun.status_code == 201
        bounded(monkeypatch, of_all=0)
        part = client.post(
            begun.json()["address"],
            bytes(begun.json()["part"]),
            content_type="application/octet-stream",
            headers={"Upload-Offset": "0"},
        )
        assert part.status_code == 429
        assert IncomingFile.objects.get().received == 0

    def test_visits_of_one_network_hand_in_only_so_much_together(self, settings: Any) -> None:
        settings.FILES_PER_NETWORK = 1
        data = makers.jpeg() + bytes(400_000)
        assert put(Client(), sent(data, "1.jpg")).status_code == 302
        assert put(Client(), sent(data, "2.jpg")).status_code == 302
        assert "请先用手机号登录再传" in unescape(put(Client(), sent(data, "3.jpg")).content.decode())
        assert bring(Client(), data, "4.jpg").json()["code"] == "files.network_full"
        elsewhere = Client(REMOTE_ADDR="198.51.100.7")
        assert bring(elsewhere, data, "5.jpg").json()["done"]
        assert len(live()) == 3

    def test_who_is_registered_goes_on_where_strangers_may_not(
        self, worker: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bounded(monkeypatch, of_all=0)
        assert put(worker, sent(makers.jpeg())).status_code == 302
        assert len(live()) == 1


def bounded(monkeypatch: pytest.MonkeyPatch, **bounds: int) -> None:
    known = {name: access.purpose_of(name) for name in access._purposes}
    known["worker.visit"] = replace(known["worker.visit"], **bounds)
    monkeypatch.setattr(access, "_purposes", Registry("purpose of files", known))


class TestSending:
    def test_a_stranger_logs_in_and_the_officer_has_the_photograph(self, client: Client) -> None:
        put(client, sent(makers.jpeg()))
        (file,) = live()
        key = file.key
        fill_in(client, SERVICE, WAGE)
        log_in(client)
        register(client)
        assert "合同.jpg" in shown(client, f"/services/{SERVICE}/apply/")
        receipt = shown(client, send(client, SERVICE))
        assert "合同.jpg" in receipt
        case = Case.objects.get()
        place = Attachment.objects.get()
        assert (place.purpose, place.holder, place.field) == ("casework.case", case.public_id.hex, "证据")
        file.refresh_from_db()
        assert (file.key, file.person) == (key, case.application.person.public_id.hex)  # type: ignore[union-attr]
        page = shown(client, f"/cases/{case.public_id.hex}/")
        assert "合同.jpg" in page and f"/files/{file.public_id}/small/" in page
        assert "合同.jpg" not in shown(client, PROOF), "the next form begins without it"

        clerk = officer("case-officer", *OFFICE)
        address = f"/desk/cases/{case.public_id.hex}/"
        before = shown(clerk, address)
        assert "1个文件" in before and "/files/" not in before
        full = unescape(clerk.post(f"{address}form/", {"why": "处理投诉举报"}).content.decode())
        assert "合同.jpg" in full and f"/files/{file.public_id}/small/" in full
        assert clerk.get(f"/files/{file.public_id}/").status_code == 200
        looks = shown(client, "/me/looks/")
        assert "办件材料" in looks

    def test_the_letter_of_receipt_names_what_was_sent(self, worker: Client) -> None:
        put(worker, sent(makers.jpeg()))
        fill_in(worker, SERVICE, WAGE)
        send(worker, SERVICE)
        case = Case.objects.get()
        by = Principal("officer", "虚构经办", (Grant("case-officer", case.region, case.accountable_office),))
        letter = letters.show_asked(
            case_id=case.public_id.hex, template_id="receipt", given={}, by=by, now=timezone.now()
        )
        service = catalogue().get(SERVICE, case.region, case.opened_on)
        (need,) = (row.name for row in service.evidence if row.field == "证据")
        assert need in letter.values["材料"]

    def test_sent_twice_is_sent_once(self, worker: Client) -> None:
        put(worker, sent(makers.jpeg()))
        fill_in(worker, SERVICE, WAGE)
        page = shown(worker, f"/services/{SERVICE}/apply/")
        hidden = dict(re.findall(r'name="(key|seen)" value="([0-9a-f]+)"', page))
        for _ in range(2):
            answer = worker.post(f"/services/{SERVICE}/apply/", {**hidden, "true": "on"})
            assert answer.status_code == 302 and "/receipt/" in answer["Location"]
        assert Attachment.objects.count() == 1 and Case.objects.count() == 1

    def test_a_file_that_was_taken_out_meanwhile_is_shown_before_anything_is_sent(
        self, worker: Client
    ) -> None:
        put(worker, sent(makers.jpeg()))
        fill_in(worker, SERVICE, WAGE)
        page = shown(worker, f"/services/{SERVICE}/apply/")
        hidden = dict(re.findall(r'name="(key|seen)" value="([0-9a-f]+)"', page))
        put(worker, remove=f"证据:{live()[0].public_id.hex}")
        answer = worker.post(f"/services/{SERVICE}/apply/", {**hidden, "true": "on"})
        assert answer.status_code == 409 and not Case.objects.exists()

    def test_files_that_were_never_this_persons_do_not_come_with_a_form(self, worker: Client) -> None:
        other = Client()
        put(other, sent(makers.jpeg()))
        (file,) = live()
        worker.post(PROOF, {"证据": file.public_id.hex})
        fill_in(worker, SERVICE, WAGE)
        send(worker, SERVICE)
        assert "个文件" not in shown(worker, f"/cases/{Case.objects.get().public_id.hex}/")
        assert Attachment.objects.get().purpose == "worker.visit"

    def test_a_form_that_is_dropped_drops_its_files(self, client: Client) -> None:
        put(client, sent(makers.jpeg()))
        client.post(f"{FORM}drop/")
        assert live() == [] and "合同.jpg" not in shown(client, PROOF)

    def test_logging_out_drops_those_of_a_visit_and_keeps_those_of_a_person(self, worker: Client) -> None:
        put(worker, sent(makers.jpeg()))
        worker.post("/logout/")
        assert len(live()) == 1
        stranger = Client()
        put(stranger, sent(makers.png(), "b.png"))
        stranger.post("/logout/")
        assert len(live()) == 1

    def test_the_next_day_at_another_phone_they_are_there(self, worker: Client) -> None:
        put(worker, sent(makers.jpeg()))
        other = Client()
        put(other, sent(makers.png(), "工牌.png"))
        log_in(other)
        say_whose(other, other.post("/login/owner/", {"ending": made_up_number()[-6:]}))
        page = shown(other, PROOF)
        assert "合同.jpg" in page and "工牌.png" in page
        assert {row.purpose for row in Attachment.objects.all()} == {"worker.form"}
        assert all(other.get(address).status_code == 200 for address in addresses())

    def test_abandoned_files_are_swept(self, worker: Client) -> None:
        stranger = Client()
        put(stranger, sent(makers.jpeg()))
        put(worker, sent(makers.png(), "b.png"))
        later = timezone.now() + timedelta(days=1, minutes=1)
        sweeping.sweep(by=SYSTEM, now=later)
        assert [file.kind for file in live()] == ["png"]
        sweeping.sweep(by=SYSTEM, now=later + timedelta(days=30))
        assert live() == []


class TestCompleting:
    def test_a_worker_adds_what_is_asked_for(self, worker: Client) -> None:
        fill_in(worker, SERVICE, WAGE)
        send(worker, SERVICE)
        case = Case.objects.get()
        decider = Principal("o" * 32, "虚构经办", (Grant("case-officer", OFFICE[1], OFFICE[0]),))
        now = timezone.now()
        casework.request_completion(by=decider, now=now, case_id=case.public_id.hex, note="缺考勤")
        address = f"/cases/{case.public_id.hex}/complete/"
        page = shown(worker, address)
        assert "缺考勤" in page and 'type="file"' in page
        worker.post(address, {"op": "add", "files": [sent(makers.jpeg(), "考勤.jpg")]})
        assert "考勤.jpg" in shown(worker, address)
        clerk = officer("case-officer", *OFFICE)
        assert [clerk.get(each).status_code for each in addresses()] == [404] * 3, "not handed in yet"
        assert worker.post(address, {})["Location"] == f"/cases/{case.public_id.hex}/"
        assert "考勤.jpg" in shown(worker, f"/cases/{case.public_id.hex}/")
        full = clerk.post(f"/desk/cases/{case.public_id.hex}/form/", {"why": "处理投诉举报"})
        assert "考勤.jpg" in unescape(full.content.decode())
        assert [clerk.get(each).status_code for each in addresses()] == [200] * 3
        late = worker.post(address, {"op": "add", "files": [sent(makers.png(), "晚了.png")]})
        assert late.status_code in (404, 409) and len(live()) == 1

    def test_a_stranger_puts_nothing_there(self, worker: Client) -> None:
        fill_in(worker, SERVICE, WAGE)
        send(worker, SERVICE)
        case = Case.objects.get()
        decider = Principal("o" * 32, "虚构经办", (Grant("case-officer", OFFICE[1], OFFICE[0]),))
        casework.request_completion(by=decider, now=timezone.now(), case_id=case.public_id.hex, note="缺考勤")
        other = Client()
        log_in(other, "13900000002")
        register(other, serial=2)
        address = f"/cases/{case.public_id.hex}/complete/"
        assert other.post(address, {"op": "add", "files": [sent(makers.jpeg())]}).status_code == 404
        assert live() == []


# Who decides the case, who serves people at a counter of its region: they open it. Nobody else does.
MATRIX: dict[tuple[str, str | None, str], int] = {
    ("case-officer", "510411/hrss", "510411"): 200,
    ("case-officer", "510411/edu", "510411"): 404,
    ("case-officer", "510403/hrss", "510403"): 404,
    ("case-officer", "510400/hrss", "510400"): 404,
    ("inspector", "510411/hrss", "510411"): 200,
    ("clerk", None, "510411"): 200,
    ("clerk", None, "510403"): 404,
    ("leading-group-officer", None, "510400"): 404,
    ("policy-officer", None, "510400"): 404,
    ("auditor", None, "510000"): 404,
    ("administrator", None, "510400"): 404,
}


def test_who_may_open_what_came_with_a_form(worker: Client) -> None:
    put(worker, sent(makers.jpeg()))
    fill_in(worker, SERVICE, WAGE)
    send(worker, SERVICE)
    for who, status in MATRIX.items():
        client = officer(*who)
        assert [client.get(each).status_code for each in addresses()] == [status] * 3, who
    assert Client().get(addresses()[0]).status_code == 404
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    assert [other.get(each).status_code for each in addresses()] == [404] * 3


def test_an_officer_without_the_second_factor_opens_nothing(worker: Client, settings: Any) -> None:
    put(worker, sent(makers.jpeg()))
    fill_in(worker, SERVICE, WAGE)
    send(worker, SERVICE)
    clerk = officer("case-officer", *OFFICE)
    settings.SECOND_FACTOR_REQUIRED = True
    assert [clerk.get(each).status_code for each in addresses()] == [404] * 3
    assert all(worker.get(each).status_code == 200 for each in addresses())


def test_nothing_of_a_file_can_be_read_in_the_database(client: Client) -> None:
    put(client, sent(makers.jpeg(), "虚构的劳动合同.jpg"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM files_storedfile")
        assert "虚构" not in str(cursor.fetchall())
