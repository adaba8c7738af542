"""Dear pages and files: one visitor does not take the threads from all others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huigong.files import apart
from huigong.kernel import turns
from huigong.kernel.errors import DomainError
from huigong.kernel.turns import WHOSE
from huigong.portals.shared import dear
from huigong.portals.shared.uploads import senders
from tests.unit.files import makers
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "127.0.0.1", "198.51.100.7"
EVIDENCE = "/services/arrears-complaint/form/q/证据/"


@contextmanager
def at_work_for(whose: str) -> Iterator[None]:
    """Another thread makes a dear page for them."""
    token = WHOSE.set(lambda: whose)
    with dear._shares.share(DomainError):  # type: ignore[arg-type]
        WHOSE.reset(token)
        yield


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dear._shares, "_patience", 0.01)


@pytest.mark.parametrize("path", ["/results/", "/services/?q=1"])
def test_a_network_makes_one_dear_page_at_a_time(client: Client, path: str) -> None:
    client.post("/place/", {"region": "510400"})
    with at_work_for(HERE):
        refused = client.get(path)
        assert (refused.status_code, refused["Retry-After"]) == (429, "10")
        assert "请等几秒，再打开一次" in unescape(refused.content.decode())
        assert client.get("/").status_code == 200
        assert client.get(path, REMOTE_ADDR=ELSEWHERE).status_code == 200
    assert client.get(path).status_code == 200


def test_a_form_in_which_much_is_written_is_dear_and_another_is_not(client: Client) -> None:
    """Two hundred rows or a script's text: a page takes ten times as long as that of an ordinary form."""
    form = "/services/arrears-complaint/form"
    paths = [
        f"{form}/",
        f"{form}/q/经过/",
        f"{form}/check/",
        f"{form}/paper/",
        "/services/arrears-complaint/apply/",
    ]
    much, little = Client(), Client()
    much.post(f"{form}/q/经过/", {"经过": "字" * 9_000})
    little.post(f"{form}/q/经过/", {"经过": "七月来的，没有给钱。"})
    with at_work_for(HERE):
        assert [much.get(path).status_code for path in paths] == [429] * 5
        assert 429 not in [little.get(path).status_code for path in paths]
    assert much.get(f"{form}/check/").status_code == 200
    much.post(f"{form}/q/经过/", {"经过": "短"})
    with at_work_for(HERE):
        assert much.get(f"{form}/check/").status_code == 200


def test_an_account_has_its_own_share(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path
    log_in(client)
    register(client)
    with at_work_for(HERE):
        assert client.get("/me/copy/").status_code == 200
    with at_work_for(client.get("/me/copy/").wsgi_request.principal.account_id):  # type: ignore[attr-defined]
        refused = client.post("/me/copy/", {"purpose": "keep", "shape": "json"})
    assert refused.status_code == 429


def hand_in(client: Client, data: bytes, *, network: str = HERE) -> Any:
    photo = SimpleUploadedFile("照片.png", data, "image/png")
    return client.post(EVIDENCE, {"证据": photo, "upload": "证据"}, REMOTE_ADDR=network)


@pytest.fixture
def files(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = str(tmp_path / "files")
    for allowance in (senders._REFUSED, senders._SLOW, senders._SLOW_NETWORK):
        monkeypatch.setattr(allowance, "_counts", type(allowance._counts)())


@pytest.mark.usefixtures("files")
def test_bombs_that_cost_nothing_are_counted_under_nobody(client: Client) -> None:
    for _each in range(12):
        assert "展开以后太大" in unescape(hand_in(client, makers.png_bomb()).content.decode())
    assert hand_in(client, makers.png()).status_code == 302


@pytest.mark.usefixtures("files")
def test_a_network_of_dear_files_waits_and_another_does_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders._REFUSED, "most", 2)
    with monkeypatch.context() as short:
        short.setattr(apart, "_WALL_SECONDS", 0.01)
        for _each in range(2):
            said = unescape(hand_in(client, makers.pdf_of_broken_bombs()).content.decode())
            assert "检查不完" in said
    assert "检查起来太慢的文件" in unescape(hand_in(client, makers.png()).content.decode())
    assert hand_in(Client(), makers.png(), network=ELSEWHERE).status_code == 302


@pytest.mark.usefixtures("files")
def test_files_that_take_long_and_are_taken_are_counted_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders._REFUSED, "most", 2)
    with monkeypatch.context() as slow:
        slow.setattr(apart, "_LONG", 0.0)
        assert [hand_in(client, makers.png((100 + side, 80))).status_code for side in range(2)] == [302, 302]
    assert "检查起来太慢的文件" in unescape(hand_in(client, makers.png()).content.decode())
    assert hand_in(Client(), makers.png(), network=ELSEWHERE).status_code == 302


@pytest.mark.usefixtures("files")
def test_those_who_sent_slow_files_together_leave_a_place_for_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three networks that each sent one held all three places, one after the other, for as long as they liked."""
    slow_ones = [f"192.0.2.{number}" for number in (1, 2, 3)]
    with monkeypatch.context() as slow:
        slow.setattr(apart, "_LONG", 0.0)
        for network in slow_ones:
            assert hand_in(Client(), makers.png((100, 80)), network=network).status_code == 302
    monkeypatch.setattr(turns, "_together", turns._Places(3))
    assert [turns._together.take(senders._SLOW_SENDERS) for _ in range(3)] == [True, True, False]
    for network in slow_ones:
        assert "没有轮到您" in unescape(hand_in(Client(), makers.png(), network=network).content.decode())
    assert hand_in(Client(), makers.png(), network=ELSEWHERE).status_code == 302


@pytest.mark.usefixtures("files")
def test_a_network_is_slow_from_its_second_slow_file_whoever_sent_them(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    people = [Client(), Client(), Client()]
    for number, each in enumerate(people):
        log_in(each, f"1390000000{number + 1}")
    with monkeypatch.context() as slow:
        slow.setattr(apart, "_LONG", 0.0)
        assert hand_in(people[0], makers.png((100, 80))).status_code == 302
        assert not senders._is_slow(people[2].get(EVIDENCE, REMOTE_ADDR=HERE).wsgi_request)
        assert hand_in(people[1], makers.png((101, 80))).status_code == 302
    assert senders._is_slow(people[2].get(EVIDENCE, REMOTE_ADDR=HERE).wsgi_request)
    assert not senders._is_slow(people[2].get(EVIDENCE, REMOTE_ADDR=ELSEWHERE).wsgi_request)
