from __future__ import annotations
import pytest
from html import unescape
from django.test import Client
from tests.unit.portals.worker.filling import WAGE, fill_in

pytestmark = pytest.mark.django_db


def test_try(worker: Client) -> None:
    print(fill_in(worker, "arrears-complaint", WAGE))
    page = worker.post("/services/arrears-complaint/form/check/")
    print(page.status_code, page.headers)
    page = worker.get("/services/arrears-complaint/apply/")
    import re

    t = re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]+>", "", unescape(page.content.decode())))
    print(t)
    assert 0
