"""What is kept wrongly about a worker is put right: seen, asked for, decided at the desk, seen again, taken along."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit import takeaways
from huigong.directory.principals import Grant, Principal
from huigong.portals.cli.main import main
from huigong.registry.actions import facts, people
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import POLICE, at_desk
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
CLERK = Principal("clerk-1", "虚构窗口", (Grant("clerk", "100000"),), purpose="窗口登记")
FACT, CLAUSE = "户籍性质", "100000/personal-information-law#第四十六条"


@pytest.fixture
def worker(client: Client, codes_in_files: Path) -> Client:
    """Somebody of whom the police say what is no longer so."""
    log_in(client)
    register(client)
    me = Person.objects.get().public_id.hex
    now = timezone.now()
    people.move(by=CLERK, now=now, person_id=me, residence=POLICE.split("/")[0], since=date(2025, 3, 1))
    facts.record(
        by=CLERK,
        now=now,
        person_id=me,
        fact=FACT,
        value="农业",
        source="公安局",
        verification="shared",
        valid_from=date(2025, 3, 1),
    )
    return client


def text(page: Any) -> str:
    assert page.status_code == 200
    return str(page.content.decode())


def asked(worker: Client) -> str:
    """The address of the case."""
    form = text(worker.get(f"/me/correct/{FACT}/"))
    key = re.search(r'name="key" value="([0-9a-f]+)"', form)
    assert key
    given = {"key": key[1], "value": "非农业", "says": "去年转的户口", "evidence": "户口本"}
    return str(worker.post(f"/me/correct/{FACT}/", given)["Location"])


def test_the_office_agrees_and_the_register_says_so(worker: Client, tmp_path: Path) -> None:
    case = asked(worker)
    assert "最晚" in text(worker.get("/me/"))
    desk = at_desk("police")
    page = text(desk.get(f"/desk{case}"))
    for words in ("更正我的信息", "去年转的户口", "非农业", "户口本", "现在记的是：农业"):
        assert words in page, words
    form = {"reasons": "户口本上是非农业", "clause": CLAUSE}
    assert desk.post(f"/desk{case}更正/", form).status_code == 302
    assert "已更正" in text(worker.get(case))
    mine = text(worker.get("/me/"))
    assert "非农业" in mine
    assert "办件决定的" in mine
    assert "公安局给的" in mine
    copy = worker.post("/me/copy/", {"purpose": "court", "shape": "json"}).content
    said = {row["说法"] for row in json.loads(copy)["document"]["情况"]}
    assert said == {"农业", "非农业"}
    file = tmp_path / "copy.json"
    file.write_bytes(copy)
    assert main(["verify", str(file), "--key", takeaways.public_keys()[0].hex()]) == 0


def test_the_office_refuses_and_says_why_and_where_to_turn(worker: Client) -> None:
    case = asked(worker)
    form = {"reasons": "户口本上还是农业", "clause": CLAUSE}
    assert at_desk("police").post(f"/desk{case}不更正/", form).status_code == 302
    page = text(worker.get(case))
    assert "户口本上还是农业" in page
    assert "法院" in page
    assert "非农业" not in text(worker.get("/me/"))


def test_another_office_sees_nothing_of_it(worker: Client) -> None:
    case = asked(worker)
    assert at_desk("hrss").get(f"/desk{case}").status_code == 404
    assert Client().get(case).status_code == 302
