"""A clerk's day: twelve people in one sitting, three of them new, one with two names, one who lost the phone.

What is counted are the presses and the links that the clerk needs for each, from the search box on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.models import Case
from huigong.catalogue.services import catalogue
from huigong.notices.models import Notice, NoticeService
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.filled import posted
from tests.unit.portals.desk.staff import at_desk, lodged
from tests.unit.portals.desk.test_counter import HOME, PHONE, WANTED
from tests.unit.portals.desk.test_letters import send
from tests.unit.portals.worker.visiting import code_sent_to
from tests.unit.registry.someone import CLERK, HERE, new_person

pytestmark = pytest.mark.django_db
FIND, WHY = "/desk/people/", "窗口受理申请"
ROW_PHONE = new_person(1).phone
WAGES, CARD = "arrears-complaint", "withheld-card-complaint"


@dataclass
class Counter:
    """A browser at the counter that counts what the clerk presses and follows."""

    browser: Client
    clicks: dict[str, int] = field(default_factory=dict)
    errand: str = ""

    @contextmanager
    def errand_of(self, who: str) -> Iterator[None]:
        self.errand, self.clicks[who] = who, 0
        yield

    def follow(self, address: str) -> Any:
        self.clicks[self.errand] += 1
        return self.browser.get(address, follow=True)

    def press(self, address: str, typed: dict[str, Any] | None = None) -> Any:
        self.clicks[self.errand] += 1
        return self.browser.post(address, typed or {}, follow=True)

    def find(self, sought: str) -> list[Any]:
        page = self.press(FIND, {"sought": sought, "why": WHY})
        return list(page.context["found"] or [])

    def record(self, sought: str) -> str:
        """The address of the record of the one person found, opened."""
        (match,) = self.find(sought)
        address = f"{FIND}{match.public_id}/"
        assert self.follow(address).context["record"]
        return address


@pytest.fixture
def counter(settings: Any, tmp_path: Path) -> Counter:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    settings.FILES = str(tmp_path / "files")
    cache.clear()
    return Counter(at_desk("clerk"))


@pytest.fixture
def known() -> list[Person]:
    """Nine who are on record, one of them under a name that is written otherwise."""
    names = {11: "李晓明", 12: "王建国", 13: "赵小红"}
    rows = [
        new_person(number, **({"name": names[number]} if number in names else {})) for number in range(11, 20)
    ]
    return people.register_many(by=CLERK, now=timezone.now(), rows=rows).people


def typed(service_id: str) -> dict[str, str]:
    today = timezone.localdate()
    form = catalogue().get(service_id, HERE, today).form
    return {**posted(form, region=HERE, on=today), "send": "all"}


def text(page: Any) -> str:
    return unescape(page.content.decode())


def test_twelve_people_in_one_sitting(counter: Counter, known: list[Person]) -> None:
    letter_case = lodged(sequence=30)
    send(at_desk("police"), letter_case)
    for number, phone in ((1, ROW_PHONE), (2, ""), (3, "")):
        with counter.errand_of(f"new {number}"):
            row = new_person(number)
            assert counter.find(row.resident_number) == []
            counter.follow(f"{FIND}new/")
            given = {"name": row.name, "resident_number": row.resident_number, "phone": phone}
            page = counter.press(f"{FIND}new/", {**WANTED, **given})
            if phone:
                code = code_sent_to(phone, template="phone-code")
                page = counter.press(page.redirect_chain[-1][0], {"code": code})
            assert page.context["person"].resident_number.endswith(row.resident_number[-4:])
    with counter.errand_of("two names"):
        (match,) = counter.find("黎小明")
        assert match.by_ear and match.public_id == known[0].public_id.hex
        assert counter.follow(f"{FIND}{match.public_id}/").context["record"]
    with counter.errand_of("lost the phone"):
        record = counter.record(known[1].resident_number)
        counter.press(f"{record}phone/", PHONE)
        code = code_sent_to("13900009999", template="phone-code")
        counter.press(f"{record}phone/code/", {"code": code})
        assert Person.objects.get(pk=known[1].pk).phone == "13900009999"
    with counter.errand_of("two things at once"):
        record = counter.record("zxh")
        counter.follow(f"{record}apply/")
        counter.press(f"{record}basket/begin/", {"service": [WAGES, CARD]})
        counter.press(f"{record}basket/of/{WAGES}/", typed(WAGES))
        counter.press(f"{record}basket/of/{CARD}/", typed(CARD))
        receipt = counter.press(f"{record}basket/")
        numbers = [case.number for case in Case.objects.filter(application__person=known[2])]
        assert len(numbers) == 2
        assert all(number in text(receipt) for number in numbers)
        slip = counter.follow(receipt.redirect_chain[-1][0].replace("receipt/?", "receipt/print/?"))
        assert slip["Content-Type"] == "application/pdf"
    with counter.errand_of("how far is my case"):
        page = counter.press(FIND, {"sought": numbers[0]})
        assert page.context["case"].number == numbers[0]
    with counter.errand_of("a letter"):
        (waiting,) = counter.follow("/desk/incoming/?show=letters").context["letters"]
        address = f"/desk/incoming/{waiting.letter.letter_id}/delivered/"
        counter.press(address, {"proof": "送达回证，本人签名"})
        assert NoticeService.objects.get().notice == Notice.objects.get()
    with counter.errand_of("moved"):
        record = counter.record(known[3].phone)
        counter.press(f"{record}home/", HOME)
        assert Person.objects.get(pk=known[3].pk).residence == "510421"
    for place, sought in ((4, known[4].name), (5, known[5].phone), (6, known[6].resident_number)):
        with counter.errand_of(f"what may I have {place}"):
            record = counter.record(sought)
            assert counter.follow(f"{record}apply/").context["groups"]
    assert counter.clicks == {
        "new 1": 4,
        "new 2": 3,
        "new 3": 3,
        "two names": 2,
        "lost the phone": 4,
        "two things at once": 8,
        "how far is my case": 1,
        "a letter": 2,
        "moved": 3,
        "what may I have 4": 3,
        "what may I have 5": 3,
        "what may I have 6": 3,
    }
    asked = AuditEvent.objects.filter(verb="personal_data.read").values_list("purpose", flat=True)
    assert WHY in set(asked), "said once for each person, and never asked again"
    sheet = counter.browser.get("/desk/incoming/?show=today").context["offices"]
    assert sum(count for _office, _name, count in sheet) == 2
