"""What is too long is refused in words, and is not sent back."""

from __future__ import annotations

import pytest
from django.test import Client

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


def test_what_forms_take_is_within_the_bound(client: Client) -> None:
    assert client.post("/login/", {"phone": "1" * 500}).status_code == 400
