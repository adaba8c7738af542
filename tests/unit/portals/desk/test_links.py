"""Whoever follows any link that a page of the desk shows them arrives: no refusal, no missing page."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.unit.portals.desk.staff import GRANTS, at_desk, lodged

LINK = re.compile(r'<a\s[^>]*?href="(/[^"#]*)', re.DOTALL)
ALIKE = re.compile(r"[0-9a-f]{32}|(?<==)[^&]*|(?<=/documents/)[^?]+|(?<=/services/)[^/?]+")
AT_MOST = 60  # pages of one kind are opened once, so that a role's desk is walked in a moment


@pytest.mark.parametrize("role", sorted(GRANTS))
def test_every_link_shown_opens(role: str) -> None:
    lodged(days_ago=3)
    client = at_desk(role)
    walked = dict(walk(client, "/desk/home/"))
    assert len(walked) > 3
    assert {address: status for address, status in walked.items() if status >= 400} == {}


def walk(client: Client, start: str) -> Iterator[tuple[str, int]]:
    """Every page that can be reached from `start`, one of each kind, with its status."""
    waiting, kinds = deque([start]), {start}
    while waiting and len(kinds) <= AT_MOST:
        address = waiting.popleft()
        answer = client.get(address, follow=True)
        yield address, answer.status_code
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        for link in LINK.findall(answer.content.decode()) if is_page else ():
            link = link.replace("&amp;", "&")
            kind = ALIKE.sub("…", link)
            if kind not in kinds and "logout" not in link and not link.startswith("/static/"):
                kinds.add(kind)
                waiting.append(link)
