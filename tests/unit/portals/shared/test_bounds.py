"""What is too long is refused in words, and is not sent back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huigong.portals.shared.bodies import SMALL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/ask/", "/login/", "/me/", "/place/", "/desk/login/", "/desk/people/"])
@pytest.mark.parametrize("size", [30_000, 300_000, 19_000_000])
def test_a_field_that_is_too_long_is_refused_by_every_form(client: Client, path: str, size: int) -> None:
    response = client.post(path, {"fact": "出生日期", "name": "x" * size, "answer": "x" * size})
    assert response.status_code == 413
    assert "太长" in response.content.decode()
    assert len(response.content) < 20_000


def test_many_fields_are_refused_too(client: Client) -> None:
    response = client.post("/login/", {f"f{n}": "1" for n in range(2_000)})
    assert response.status_code == 413


@pytest.mark.parametrize("path", ["/", "/place/", "/ask/", "/desk/login/", "/nowhere/"])
def test_an_address_that_is_too_long_is_refused(client: Client, path: str) -> None:
    response = client.get(path, {"name": "x" * 5_000})
    assert response.status_code == 414
    assert len(response.content) < 20_000


ASKED = [
    "/place/?in=%00", "/place/?name=%00", "/?%00=1", "/desk/login/?next=%00", "/nowhere/%00/", "/cases/%00/",
    "/desk/cases/?status=%00", "/desk/library/search/?q=%00", "/desk/accounts/?named=%00",
]  # fmt: skip


@pytest.mark.parametrize("address", ASKED)
def test_a_character_that_no_database_keeps_is_refused_in_an_address(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert b"\x00" not in response.content and b"%00=" not in response.content


@pytest.mark.parametrize("sent", [{"phone": "138\x000"}, {"next\x00": "1"}, {"phone": ["1", "\x00"]}])
@pytest.mark.parametrize("path", ["/login/", "/desk/login/", "/place/", "/cases/follow/"])
def test_and_in_a_form(client: Client, path: str, sent: dict[str, object]) -> None:
    response = client.post(path, sent)
    assert response.status_code == 400
    assert "看不见的字符" in response.content.decode()


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "language"])
def test_and_a_cookie_with_it_is_as_good_as_none(client: Client, name: str) -> None:
    client.cookies.load(f'{name}="abcdefgh\\000abcdefgh"')
    assert "\x00" in client.cookies[name].value
    assert client.get("/desk/login/").status_code == 200


def test_what_forms_take_is_within_the_bound(client: Client) -> None:
    assert client.post("/login/", {"phone": "1" * 500}).status_code == 400


@pytest.mark.parametrize("path", ["/login/", "/ask/", "/switch/mode/", "/cases/follow/", "/desk/login/"])
@pytest.mark.parametrize(("size", "status"), [(10, 400), (SMALL, 413)])
def test_an_address_that_takes_no_files_takes_none(client: Client, path: str, size: int, status: int) -> None:
    response = client.post(path, {"file": SimpleUploadedFile("a.txt", b"x" * size)})
    assert response.status_code == status


def test_an_address_that_takes_files_takes_large_ones(client: Client) -> None:
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4" + b"x" * SMALL)
    response = client.post("/letters/check/", {"number": "1", "check": "ABCDEFGHJKLM", "document": letter})
    assert response.status_code == 200
