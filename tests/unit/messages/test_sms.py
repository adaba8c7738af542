"""Providers of short messages: two built in, a gateway over HTTP, others by name."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from huigong.messages import sms
from huigong.messages.sms import NotSent, Sms
from huigong.messages.sms.built_in import KEPT_SECONDS, Console
from huigong.portals.shared import codes

PHONE = "13900000001"
CODE = Sms(sms.CODE, "验证码 123456", {"code": "123456"}, key="k1")


def test_the_file_provider_writes_for_the_owner_only_under_a_name_that_tells_nothing(
    settings: Any, tmp_path: Path
) -> None:
    settings.SMS_FOLDER = tmp_path / "codes"
    sms.provider("file").send(PHONE, CODE)
    path = sms.code_file(tmp_path / "codes", PHONE)
    assert path.read_text(encoding="utf-8") == "验证码 123456"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for written in path.parent.iterdir():
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
        assert PHONE not in written.name and PHONE.encode() not in written.read_bytes()


def test_two_phones_have_two_files_and_another_house_other_names(settings: Any, tmp_path: Path) -> None:
    names = set()
    for house in ("here", "there"):
        settings.SMS_FOLDER = tmp_path / house
        for phone in (PHONE, "13900000002", PHONE):
            sms.provider("file").send(phone, CODE)
            names.add(sms.code_file(tmp_path / house, phone).name)
    assert len(names) == 4


def test_a_message_about_a_case_does_not_cover_the_code_for_the_login(settings: Any, tmp_path: Path) -> None:
    settings.SMS_FOLDER = tmp_path
    sms.provider("file").send(PHONE, CODE)
    sms.provider("file").send(PHONE, Sms("case-received", "有新消息"))
    assert sms.code_file(tmp_path, PHONE).read_text(encoding="utf-8") == "验证码 123456"


def test_a_message_does_not_outlive_its_code(settings: Any, tmp_path: Path) -> None:
    settings.SMS_FOLDER = tmp_path / "codes"
    sms.provider("file").send(PHONE, CODE)
    path = sms.code_file(tmp_path / "codes", PHONE)
    assert codes.LIFETIME.total_seconds() < KEPT_SECONDS
    long_ago = path.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(path, (long_ago, long_ago))
    sms.provider("file").send("13900000002", CODE)
    assert not path.exists()


def test_the_console_prints_without_the_whole_number(capsys: pytest.CaptureFixture[str]) -> None:
    sms.provider("console").send(PHONE, CODE)
    said = capsys.readouterr().err
    assert "验证码 123456" in said and PHONE not in said


@pytest.mark.parametrize(("name", "demo", "warned"), [
    ("console", False, True),
    ("file", False, True),
    ("console", True, False),
    ("gateway", False, False),
    ("city.telecom:Telecom", False, False),
])  # fmt: skip
def test_a_server_whose_messages_reach_no_phone_says_so(
    settings: Any, name: str, demo: bool, warned: bool
) -> None:
    settings.SMS_PROVIDER, settings.DEMO = name, demo
    assert ("HUIGONG_SMS" in sms.warning()) is warned


def test_a_telecom_plugs_in_by_name() -> None:
    assert isinstance(sms.provider("huigong.messages.sms.built_in:Console"), Console)


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        sms.provider("pigeon:Carrier")


class TelecomAtHome(HTTPServer):
    """A gateway on this machine: what it answers, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.status, self.asked = 200, list[tuple[dict[str, str], bytes]]()


class _Answering(BaseHTTPRequestHandler):
    server: TelecomAtHome

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status in (301, 302):
            self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def telecom(settings: Any) -> Iterator[TelecomAtHome]:
    server = TelecomAtHome()
    stops_within = {"poll_interval": 0.02}  # half a second is usual, and every test would wait for it
    threading.Thread(target=server.serve_forever, kwargs=stops_within, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_KEY, settings.SMS_SECRET, settings.SMS_SIGN = "id-1", "secret-1", "虚构惠工"
    settings.SMS_TEMPLATES = {"login-code": "T100"}
    yield server
    server.shutdown()
    server.server_close()


def test_the_gateway_gets_the_telecoms_template_and_a_signature_that_holds(telecom: TelecomAtHome) -> None:
    sms.provider("gateway").send(PHONE, CODE)
    headers, body = telecom.asked[0]
    assert json.loads(body) == {
        "phone": PHONE,
        "sign": "虚构惠工",
        "template": "T100",
        "values": {"code": "123456"},
        "text": "验证码 123456",
        "key": "k1",
    }
    assert headers["X-Key"] == "id-1"
    assert headers["X-Signature"] == hmac.new(b"secret-1", body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (403, True), (429, False), (408, False), (500, False)]
)
def test_what_the_gateway_refuses_for_good_is_told_from_what_may_pass_later(
    telecom: TelecomAtHome, status: int, final: bool
) -> None:
    telecom.status = status
    with pytest.raises(NotSent) as refused:
        sms.provider("gateway").send(PHONE, CODE)
    assert refused.value.final is final
    assert str(status) in refused.value.why


def test_a_phone_number_is_not_handed_on_to_where_a_gateway_points(telecom: TelecomAtHome) -> None:
    telecom.status = 302
    with pytest.raises(NotSent):
        sms.provider("gateway").send(PHONE, CODE)


def test_a_gateway_that_does_not_answer_may_answer_later(settings: Any, telecom: TelecomAtHome) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/send"
    with pytest.raises(NotSent) as refused:
        sms.provider("gateway").send(PHONE, CODE)
    assert not refused.value.final


def test_a_template_without_the_telecoms_id_is_named_and_never_sent(telecom: TelecomAtHome) -> None:
    with pytest.raises(NotSent, match="case-received") as refused:
        sms.provider("gateway").send(PHONE, Sms("case-received", "有新消息"))
    assert refused.value.final
    assert not telecom.asked
