"""What people see when something goes wrong: plain Chinese, what to do, never a bare number."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from huigong.portals.shared import refusals

pytestmark = pytest.mark.django_db


def test_a_wrong_address(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_an_old_form_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/place/", {"region": "510400"})
    assert response.status_code == 403
    assert "这个表单已经过期" in response.content.decode()


def test_the_page_for_our_own_faults_asks_nothing_of_the_database(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        response = refusals.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "不是您的错" in response.content.decode()


@pytest.mark.parametrize("view", [refusals.denied, refusals.bad_request])
def test_the_others_say_what_to_do(view) -> None:  # type: ignore[no-untyped-def]
    text = view(RequestFactory().get("/")).content.decode()
    assert "怎么办" in text


def test_a_file_with_an_endless_name_is_named_as_the_reason(client: Client) -> None:
    head = f'Content-Disposition: form-data; name="证据"; filename="{"长" * 500}.jpg"'
    sent = f"--x\r\n{head}\r\n\r\nx\r\n--x--\r\n".encode()
    form = "/services/arrears-complaint/form/q/证据/"
    refused = client.post(form, sent, content_type="multipart/form-data; boundary=x")
    text = refused.content.decode()
    assert refused.status_code == 400
    assert "文件名太长" in text and "把文件名改短" in text
    assert "网络中断" not in text


@pytest.mark.parametrize(
    ("address", "home"), [("/no-such-page/", "/"), ("/desk/no-such-page/", "/desk/home/")]
)
def test_the_way_back_leads_to_the_first_page_of_the_portal(client: Client, address: str, home: str) -> None:
    page = client.get(address).content.decode()
    assert f'<a class="button" href="{home}">' in page
