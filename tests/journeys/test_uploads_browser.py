"""A photograph from a phone goes up: shrunk by the browser, whole without a script, and on after a lost connection."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from huigong.files.content.kinds import MEGABYTE
from huigong.files.models import IncomingFile, StoredFile
from huigong.messages.sms import code_file
from tests.journeys.accessibility import grave_findings, small_targets
from tests.journeys.conftest import page_of
from tests.journeys.touches import follow
from tests.unit.files import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = "13900000004"
PAGE = "/me/papers/"
PATIENT = 120_000  # milliseconds, on a busy machine
TWELVE_MEGAPIXELS = (4032, 3024)


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    settings.FILES = str(tmp_path / "files")


@pytest.fixture(scope="session")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About 10 MB, as a phone of twelve megapixels writes them, held upright."""
    noise = Image.effect_noise(TWELVE_MEGAPIXELS, 60)
    drawn = Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    path = tmp_path_factory.mktemp("phone") / "劳动合同第一页.jpg"
    drawn.save(path, "JPEG", quality=89, exif=makers.exif(orientation=6))
    assert 8 * MEGABYTE < path.stat().st_size < 13 * MEGABYTE
    return path


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A phone that keeps no pages: what a service worker sends on by itself never meets the `Network` of a test."""
    yield from page_of(browser, width=360, height=740, service_workers="block")


@pytest.fixture
def without_scripts(browser: Any) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


class Network:
    """The network of a phone: lost after so many parts of a file, until it comes back.

    One handler stays in place all the time: taken away while a request is on its way, it would leave that
    request without an answer.
    """

    def __init__(self, page: Any, *, parts: int) -> None:
        self.page, self.left = page, parts
        self.is_back = False
        self.sent_since: list[int] = []
        page.route("**/uploads/**", self._pass)

    def comes_back(self) -> None:
        self.is_back = True
        self.page.evaluate("window.dispatchEvent(new Event('online'))")

    def _pass(self, route: Any) -> None:
        offset = route.request.headers.get("upload-offset")
        if self.is_back and offset:
            self.sent_since.append(int(offset))
        elif offset:
            self.left -= 1
        if self.is_back or self.left >= 0:
            route.continue_()
        else:
            route.abort("connectionreset")


def log_in(page: Any, live: str, codes: Path) -> None:
    page.goto(f"{live}/login/?next={PAGE}")
    page.fill("input[name=phone]", PHONE)
    follow(page, "button.button-main")
    code = re.search(r"\d{6}", code_file(codes, PHONE).read_text(encoding="utf-8"))
    assert code
    page.fill("input[name=code]", code.group())
    follow(page, "button.button-main")
    if "/login/whose/" in page.url:  # a form was begun on this phone
        follow(page, "button[value=mine]")
    page.goto(live + PAGE)


def test_a_photograph_goes_up_shrunk(phone: Any, live: str, codes_in_files: Path, photograph: Path) -> None:
    sent: list[int] = []
    phone.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
    log_in(phone, live, codes_in_files)
    phone.set_input_files("#files", photograph)
    phone.wait_for_selector(".files-list .file", timeout=PATIENT)
    assert sum(sent) < 1.2 * MEGABYTE
    file = StoredFile.objects.get()
    assert file.name == photograph.name
    assert phone.locator(".coming").count() == 0
    shown = phone.locator(".file img")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("image => image.decode().then(() => image.naturalHeight > image.naturalWidth)")
    assert grave_findings(phone) == []


def test_a_photograph_goes_up_whole_without_scripts(
    without_scripts: Any, live: str, codes_in_files: Path, photograph: Path
) -> None:
    page = without_scripts
    log_in(page, live, codes_in_files)
    page.set_input_files("#files", photograph)
    page.click("button[value=add]")
    page.wait_for_selector(".files-list .file", timeout=PATIENT)
    assert page.url == live + PAGE
    assert StoredFile.objects.get().kind == "jpeg"
    page.click("button[value=remove]")
    page.wait_for_selector(".file", state="detached")


def test_after_a_lost_connection_it_goes_on(
    phone: Any, live: str, codes_in_files: Path, tmp_path: Path
) -> None:
    document = tmp_path / "证明.pdf"
    document.write_bytes(makers.pdf_carrying("a.json", b"[" + os.urandom(750_000).hex().encode() + b"]"))
    log_in(phone, live, codes_in_files)
    network = Network(phone, parts=2)
    phone.set_input_files("#files", document)
    phone.wait_for_selector("text=网络断了", timeout=PATIENT)
    had = IncomingFile.objects.get().received
    assert 0 < had < document.stat().st_size
    assert grave_findings(phone) == []
    network.comes_back()
    phone.wait_for_selector(".files-list .file", timeout=PATIENT)
    assert min(network.sent_since) == had, "nothing is sent twice"
    assert StoredFile.objects.get().size == document.stat().st_size


def test_what_is_refused_is_said_beside_the_file_and_the_next_goes_up(
    phone: Any, live: str, codes_in_files: Path, tmp_path: Path
) -> None:
    wrong, right = tmp_path / "动图.gif", tmp_path / "聊天.txt"
    wrong.write_bytes(makers.gif_with_page())
    right.write_text("老板说下个月一起发", encoding="utf-8")
    log_in(phone, live, codes_in_files)
    phone.set_input_files("#files", [wrong, right])
    phone.wait_for_selector(".files-list .file")
    assert "不能收动图" in phone.locator(".coming-wrong").inner_text()
    assert grave_findings(phone) == []
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert small_targets(phone, least=44) == []


FORM = "/services/arrears-complaint/form/q/证据/"


def test_a_stranger_fills_in_a_form_with_a_photograph(phone: Any, live: str, photograph: Path) -> None:
    """The photograph is shrunk, the button that goes on waits for it, and what was typed is kept."""
    sent: list[int] = []
    phone.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
    phone.goto(f"{live}{FORM}")
    assert grave_findings(phone) == []
    assert phone.locator("[data-send]").is_hidden()
    phone.set_input_files("input[type=file]", photograph)
    phone.click("button.button-main >> text=下一步")
    phone.wait_for_url(re.compile(r"/form/q/(?!%E8%AF%81%E6%8D%AE)"), timeout=PATIENT)
    assert sum(sent) < 1.3 * MEGABYTE
    assert StoredFile.objects.get().name == photograph.name
    phone.goto(f"{live}{FORM}")
    assert (
        phone.locator(".files-list .file img").evaluate(
            "image => image.decode().then(() => image.naturalWidth)"
        )
        > 0
    )
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert small_targets(phone, least=44) == []
    phone.click(".file button[name=remove]")
    phone.wait_for_selector(".file", state="detached")


def test_in_a_form_too_it_goes_on_after_a_lost_connection(phone: Any, live: str, tmp_path: Path) -> None:
    document = tmp_path / "证明.pdf"
    document.write_bytes(makers.pdf_carrying("a.json", b"[" + os.urandom(600_000).hex().encode() + b"]"))
    phone.goto(f"{live}{FORM}")
    network = Network(phone, parts=1)
    phone.set_input_files("input[type=file]", document)
    phone.wait_for_selector("text=网络断了", timeout=PATIENT)
    had = IncomingFile.objects.get().received
    network.comes_back()
    phone.wait_for_selector(".files-list .file", timeout=PATIENT)
    assert min(network.sent_since) == had
    assert "证明.pdf" in phone.locator(".files-list").inner_text()


def test_what_a_form_refuses_is_said_beside_the_file_and_nothing_goes_on(
    phone: Any, live: str, tmp_path: Path
) -> None:
    wrong = tmp_path / "动图.gif"
    wrong.write_bytes(makers.gif_with_page())
    phone.goto(f"{live}{FORM}")
    phone.set_input_files("input[type=file]", wrong)
    phone.wait_for_selector(".coming-wrong", timeout=PATIENT)
    assert "不能收动图" in phone.locator(".coming-wrong").inner_text()
    assert FORM in unquote(phone.url)
    assert grave_findings(phone) == []


def test_a_form_takes_a_photograph_without_scripts(without_scripts: Any, live: str, photograph: Path) -> None:
    page = without_scripts
    page.goto(f"{live}{FORM}")
    page.set_input_files("input[type=file]", photograph)
    page.click("button[name=upload]")
    page.wait_for_selector(".files-list .file", timeout=PATIENT)
    assert FORM in unquote(page.url)
    page.click("button[name=remove]")
    page.wait_for_selector(".file", state="detached")
