"""Letters and ratings on the phone: read, downloaded, checked by anybody, and one tap for what one thinks."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.correspondence.actions import delivery, letters
from huigong.feedback.models import Rating
from huigong.notices import queries as notices
from huigong.notices.models import Notice
from tests.unit.portals.worker.test_apply import form_on, lodge
from tests.unit.portals.worker.test_cases import OFFICER
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
GROUNDS = {"reasons": "居住还不满半年", "clause": "居住证暂行条例第二条"}
REMEDY = {"救济": "可以在虚构的期限内申请复议。"}


@pytest.fixture
def case(worker: Client) -> str:
    """The address of a residence permit case just lodged."""
    address = re.match(r"/cases/[0-9a-f]{32}/", lodge(worker, form_on(worker)))
    assert address
    return address.group()


def id_in(case: str) -> str:
    return case.strip("/").split("/")[-1]


@pytest.fixture
def letter(case: str) -> Notice:
    """The refusal of that case."""
    asked = {"case_id": id_in(case), "by": OFFICER, "now": timezone.now()}
    letters.issue_with_move(move="accept", form={}, given={}, **asked)
    done = letters.issue_with_move(move="refuse", form=GROUNDS, given=REMEDY, **asked)
    return done.issued[0]


def stranger() -> Client:
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    return other


def test_the_letter_stands_on_the_case_page_and_comes_as_it_was_sent(
    worker: Client, case: str, letter: Notice
) -> None:
    body = worker.get(case).content.decode()
    assert letter.number in body and "现在还没有登记送到" in body
    answer = worker.get(f"/letters/{letter.public_id.hex}/")
    assert answer.content == notices.content(letter)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_once_served_the_page_says_from_which_day(worker: Client, case: str, letter: Notice) -> None:
    today = timezone.localdate()
    delivery.record_service(
        letter_id=letter.public_id.hex, way="当面", done=True, happened_on=today, proof="本人签名",
        by=OFFICER, now=timezone.now(),
    )  # fmt: skip
    body = worker.get(case).content.decode()
    assert "期限从这天起算" in body and "本人签名" not in body, "what the office notes is its own"


def test_the_inbox_tells_of_it_and_leads_there(worker: Client, case: str, letter: Notice) -> None:
    inbox = worker.get("/me/messages/").content.decode()
    assert "有一份文书给您" in inbox
    message = re.search(r'href="(/me/messages/[0-9a-f]{32}/)"', inbox)
    assert message and case in worker.get(message.group(1)).content.decode()


def test_somebody_else_finds_no_letter(letter: Notice) -> None:
    address = f"/letters/{letter.public_id.hex}/"
    other = stranger()
    assert other.get(address).status_code == 404
    assert other.get("/letters/nonsense/").status_code == 404
    assert Client().get(address).headers["Location"].startswith("/login/")


class TestChecking:
    def asked(self, **typed: object) -> str:
        return Client().post("/letters/check/", typed).content.decode()

    def test_anybody_learns_whose_it_is_and_nothing_else(self, letter: Notice) -> None:
        body = self.asked(number=letter.number, check=notices.check_of(letter.number))
        assert "对得上" in body and "攀枝花市公安局" in body
        for secret in ("虚构甲", "居住证", letter.recipient, "不予同意"):
            assert secret not in body

    def test_a_wrong_check_tells_nothing(self, letter: Notice) -> None:
        body = self.asked(number=letter.number, check="0000-0000-0000")
        assert "对不上" in body and "攀枝花市公安局" not in body.replace(letter.number, "")

    def test_its_pdf_is_held_against_what_was_sent(self, letter: Notice) -> None:
        sent, check = notices.content(letter), notices.check_of(letter.number)
        for content, says in ((sent, "一个字节也不差"), (sent[:-1], "对不上")):
            file = SimpleUploadedFile("a.pdf", content)
            assert says in self.asked(number=letter.number, check=check, document=file)

    @pytest.mark.parametrize(
        "typed", [{}, {"number": "长" * 300, "check": "1"}, {"number": "\u202e", "check": "x"}]
    )
    def test_what_is_no_number_is_said_kindly(self, typed: dict[str, str]) -> None:
        assert Client().post("/letters/check/", typed).status_code in (200, 400)

    def test_one_network_asks_so_often_and_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from huigong.portals.worker.views import letters as page

        monkeypatch.setattr(page.CHECKED, "most", 2)
        monkeypatch.setattr(page.CHECKED, "_counts", type(page.CHECKED._counts)())
        answers = [Client().post("/letters/check/", {"number": "a", "check": "b"}).status_code for _ in "123"]
        assert answers == [200, 200, 429]


class TestRating:
    @pytest.fixture
    def decided(self, case: str) -> str:
        asked = {"case_id": id_in(case), "by": OFFICER, "now": timezone.now()}
        cases.accept(**asked)
        cases.decide(verdict="refused", **GROUNDS, **asked)
        return case

    def test_before_a_result_nothing_is_asked(self, worker: Client, case: str) -> None:
        assert "这件事办得怎么样" not in worker.get(case).content.decode()
        assert worker.get(f"{case}rate/").status_code == 404

    def test_one_tap_then_a_line_if_one_wants(self, worker: Client, decided: str) -> None:
        assert "非常不满意" in worker.get(decided).content.decode()
        tapped = worker.post(f"{decided}rate/", {"grade": "2"})
        assert tapped.headers["Location"] == f"{decided}rate/"
        assert Rating.objects.get().grade == "2", "kept with the tap"
        page = worker.get(f"{decided}rate/").content.decode()
        assert "会有人回访" in page
        said = worker.post(f"{decided}rate/", {"grade": "2", "note": "跑了三趟"})
        assert said.headers["Location"] == decided
        assert Rating.objects.get().note == "跑了三趟"
        follow_up = Rating.objects.get().follow_up
        assert follow_up and f"/cases/{follow_up.public_id.hex}/" in worker.get(decided).content.decode()
        assert worker.get(f"/cases/{follow_up.public_id.hex}/").status_code == 200

    def test_a_good_one_is_thanked_for_and_followed_by_nothing(self, worker: Client, decided: str) -> None:
        worker.post(f"{decided}rate/", {"grade": "5"})
        assert Case.objects.count() == 1
        assert "您的评价" in worker.get(decided).content.decode()

    @pytest.mark.parametrize("typed", [{}, {"grade": "9"}, {"grade": "2", "note": "长" * 600}])
    def test_what_cannot_be_is_said(self, worker: Client, decided: str, typed: dict[str, str]) -> None:
        assert worker.post(f"{decided}rate/", typed).status_code == 400
        assert not Rating.objects.exists()

    def test_somebody_else_rates_nothing(self, decided: str) -> None:
        assert stranger().post(f"{decided}rate/", {"grade": "1"}).status_code == 404
        assert not Rating.objects.exists()
