"""Files over HTTP: whole from a form, in parts from a script, and shown with nothing in them that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huigong.files.models import IncomingFile, StoredFile
from tests.unit.files import makers
from tests.unit.portals.worker.visiting import log_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/me/papers/"


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    settings.FILES = str(tmp_path / "files")
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"


@pytest.fixture
def worker(client: Client) -> Client:
    log_in(client)
    return client


def sent(data: bytes, name: str = "合同.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=kind)


def hand_in(client: Client, *files: SimpleUploadedFile) -> Any:
    return client.post(PAGE, {"op": "add", "files": list(files)})


def kept() -> StoredFile:
    return StoredFile.objects.get(state="ready")


def begin(client: Client, data: bytes, name: str = "合同.jpg") -> Any:
    return client.post(PAGE, {"op": "begin", "name": name, "size": str(len(data))})


def bring(client: Client, address: str, offset: int, part: bytes) -> Any:
    headers = {"Upload-Offset": str(offset)}
    return client.post(address, part, content_type="application/octet-stream", headers=headers)


class TestWithoutJavaScript:
    def test_several_at_once_and_back_to_the_page(self, worker: Client) -> None:
        answer = hand_in(worker, sent(makers.jpeg()), sent(makers.pdf(), "证明.pdf"))
        assert (answer.status_code, answer["Location"]) == (303, PAGE)
        page = worker.get(PAGE).content.decode()
        assert "合同.jpg" in page and "证明.pdf" in page

    def test_what_is_refused_is_named_and_the_others_are_kept(self, worker: Client) -> None:
        answer = hand_in(worker, sent(makers.gif_with_page(), "动图.gif"), sent(makers.jpeg()))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "动图.gif" in page and "不能收动图" in page and "请截一张图" in page
        assert "合同.jpg" in page

    @pytest.mark.parametrize(
        "name", ["../../x.jpg", "合同\u202egpj.exe", "<img src=x onerror=alert(1)>.gif", "a" * 900]
    )
    def test_a_name_is_only_shown(self, worker: Client, name: str) -> None:
        page = hand_in(worker, sent(makers.gif_with_page(), name)).content.decode()
        assert "<img src=x" not in page and "\u202e" not in page

    def test_nothing_chosen_is_said(self, worker: Client) -> None:
        answer = worker.post(PAGE, {"op": "add"})
        assert answer.status_code == 400 and "还没有选文件" in answer.content.decode()

    def test_more_than_a_form_takes_are_named_and_not_lost_in_silence(self, worker: Client) -> None:
        files = [sent(f"第 {number} 页".encode(), f"page{number}.txt") for number in range(11)]
        answer = hand_in(worker, *files)
        assert answer.status_code == 400
        assert "前面的已经收下了" in answer.content.decode()
        assert StoredFile.objects.count() == 10

    def test_an_empty_file_is_said(self, worker: Client) -> None:
        assert "是空的" in hand_in(worker, sent(b"")).content.decode()

    def test_order_and_removal_by_buttons(self, worker: Client) -> None:
        hand_in(worker, sent(b"eins", "1.txt"), sent(b"zwei", "2.txt"))
        second = StoredFile.objects.order_by("pk").last()
        assert second
        worker.post(PAGE, {"op": "up", "file": str(second.public_id)})
        shown = worker.get(PAGE).content.decode()
        assert shown.index("2.txt") < shown.index("1.txt")
        worker.post(PAGE, {"op": "remove", "file": str(second.public_id)})
        assert "2.txt" not in worker.get(PAGE).content.decode()

    @pytest.mark.parametrize("file", ["", "x", "00000000-0000-0000-0000-000000000000"])
    @pytest.mark.parametrize("op", ["up", "down", "remove"])
    def test_a_button_for_nothing_is_answered_in_words(self, worker: Client, op: str, file: str) -> None:
        assert worker.post(PAGE, {"op": op, "file": file}).status_code == 404

    def test_nobody_gets_in_without_logging_in(self, client: Client) -> None:
        assert hand_in(client, sent(makers.jpeg())).status_code == 302
        assert not StoredFile.objects.exists()


class TestShowing:
    def test_a_picture_is_shown_in_a_cage(self, worker: Client) -> None:
        hand_in(worker, sent(makers.jpeg()))
        answer = worker.get(f"/files/{kept().public_id}/")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Disposition"].startswith("inline")
        assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("make", "name"), [(makers.pdf, "a.pdf"), (lambda: b"text", "a.html"), (makers.docx, "a.docx")]
    )
    def test_everything_else_is_saved(self, worker: Client, make: Callable[[], bytes], name: str) -> None:
        hand_in(worker, sent(make(), name))
        answer = worker.get(f"/files/{kept().public_id}/", headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Disposition"].startswith("attachment")
        assert "html" not in answer["Content-Type"] and ".html" not in answer["Content-Disposition"]
        assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])  # type: ignore[attr-defined]

    def test_a_small_picture(self, worker: Client) -> None:
        hand_in(worker, sent(makers.jpeg((1000, 800))))
        answer = worker.get(f"/files/{kept().public_id}/small/")
        assert answer["Content-Type"] == "image/jpeg" and answer.status_code == 200

    @pytest.mark.parametrize("address", ["", "small/", "?save"])
    def test_nobody_else_gets_it(self, worker: Client, address: str) -> None:
        hand_in(worker, sent(makers.jpeg()))
        address = f"/files/{kept().public_id}/{address}"
        stranger = Client()
        assert stranger.get(address).status_code == 404
        log_in(stranger, "13900000002")
        assert stranger.get(address).status_code == 404


class TestInParts:
    def test_a_file_comes_and_the_page_has_it(self, worker: Client) -> None:
        data = "一行字\n".encode() * 40_000
        begun = begin(worker, data, "聊天.txt")
        assert begun.status_code == 201
        address, part = begun.json()["address"], begun.json()["part"]
        first = bring(worker, address, 0, data[:part])
        assert first.json() == {"received": part, "size": len(data), "done": False}
        assert worker.get(address).json()["received"] == part
        assert bring(worker, address, part, data[part : 2 * part]).json()["done"]
        assert "聊天.txt" in worker.get(PAGE).content.decode()
        assert worker.get(address).status_code == 404

    def test_a_part_at_the_wrong_place_asks_to_look_again(self, worker: Client) -> None:
        address = begin(worker, bytes(100)).json()["address"]
        assert bring(worker, address, 50, bytes(50)).status_code == 409
        assert bring(worker, address, 0, bytes(101)).status_code == 400

    @pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "9" * 40])
    def test_an_offset_that_is_none(self, worker: Client, offset: str) -> None:
        address = begin(worker, bytes(100)).json()["address"]
        binary = "application/octet-stream"
        answer = worker.post(address, b"x", content_type=binary, headers={"Upload-Offset": offset})
        assert answer.status_code == 409

    @pytest.mark.parametrize("size", ["", "0", "-5", "x", "99999999999999"])
    def test_a_size_that_is_none_is_refused_in_words(self, worker: Client, size: str) -> None:
        answer = worker.post(PAGE, {"op": "begin", "name": "a.jpg", "size": size})
        assert answer.status_code == 400 and answer.json()["do"]

    def test_what_is_refused_at_the_end_says_why_beside_the_file(self, worker: Client) -> None:
        address = begin(worker, makers.HTML, "a.jpg").json()["address"]
        answer = bring(worker, address, 0, makers.HTML)
        assert answer.status_code == 400
        assert "网页文件" in answer.json()["text"] and "截图" in answer.json()["text"]

    def test_giving_up_leaves_nothing(self, worker: Client, settings: Any) -> None:
        address = begin(worker, bytes(100)).json()["address"]
        bring(worker, address, 0, bytes(50))
        assert worker.delete(address).status_code == 204
        assert not IncomingFile.objects.exists()
        assert not [path for path in Path(settings.FILES).rglob("*") if path.is_file()]

    def test_nobody_else_sees_it_goes_on_or_gives_it_up(self, worker: Client) -> None:
        address = begin(worker, bytes(100)).json()["address"]
        visitor, other = Client(), Client()
        log_in(other, "13900000002")
        for stranger in (visitor, other):
            assert stranger.get(address).status_code == 404
            assert bring(stranger, address, 0, bytes(50)).status_code == 404
            assert stranger.delete(address).status_code == 404

    def test_whoever_has_sent_nothing_gets_no_session_for_asking(self, client: Client) -> None:
        assert client.get("/uploads/00000000-0000-4000-8000-000000000000/").status_code == 404
        assert not Session.objects.exists()

    def test_a_part_without_the_forms_token_is_refused(self, worker: Client) -> None:
        address = begin(worker, bytes(100)).json()["address"]
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = worker.cookies
        assert bring(strict, address, 0, bytes(50)).status_code == 403


def test_the_page_needs_nothing_inline(worker: Client) -> None:
    page = worker.get(PAGE).content.decode()
    assert not re.search(r"\son\w+=|<style|<script(?![^>]*src=)", page)


def test_keys_are_published(client: Client) -> None:
    published = json.loads(client.get("/.well-known/huigong-keys.json").content)
    assert re.fullmatch(r"[0-9a-f]{64}", published["keys"][0]["public"])
    assert published["keys"][0]["fingerprint"].count(" ") == 7


def test_a_table_as_text_comes_out_with_nothing_that_a_spreadsheet_runs(worker: Client) -> None:
    hand_in(worker, sent("姓名,工资\n=cmd|' /C calc'!A0,-1\n".encode(), "工资.csv", "text/csv"))
    answer = worker.get(f"/files/{kept().public_id}/?save")
    body = b"".join(answer).decode()
    assert body == "姓名,工资\n'=cmd|' /C calc'!A0,-1\n"
    assert int(answer["Content-Length"]) == len(body.encode())
