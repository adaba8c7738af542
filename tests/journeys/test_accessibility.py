"""What is looked at once for each look is still found wherever it is met first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.accessibility import grave_findings

pytestmark = pytest.mark.browser
PAGE = """<html lang=zh><head><title>虚构</title><style>.pale {color: #ccc} .night {background: #222}</style></head>
<body><main><h1>虚构的一页</h1>%s</main></body></html>"""
GOOD = "<p>这一段看得清。</p>" * 5


def found(page: Any, content: str) -> list[str]:
    page.set_content(PAGE % content)
    return [each.partition(":")[0] for each in grave_findings(page)]


def test_a_pale_text_is_found_among_known_ones_and_again(phone: Any) -> None:
    assert found(phone, GOOD) == []
    for _ in ("first", "again"):
        assert found(phone, f"{GOOD}<p class=pale>这一段太浅。</p>") == ["color-contrast"]


def test_a_known_text_on_another_ground_is_another_look(phone: Any) -> None:
    assert found(phone, GOOD) == []
    assert set(found(phone, f"<div class=night>{GOOD}</div>")) == {"color-contrast"}


def test_what_is_not_a_matter_of_the_look_is_found_on_every_page(phone: Any) -> None:
    for _ in ("first", "again"):
        assert found(phone, f"{GOOD}<input name=x><img src=x>") == ["image-alt", "label"]


PLAIN_LINK = "<style>a {color: #333; text-decoration: none}</style><p>%s<a href=/x>这里</a></p>"


def test_a_link_that_does_not_stand_out_in_a_text_is_found_though_such_a_link_alone_is_known(
    phone: Any,
) -> None:
    assert found(phone, PLAIN_LINK % "") == []
    for _ in ("first", "again"):
        assert found(phone, PLAIN_LINK % "请看这一段文字里的") == ["link-in-text-block"]
