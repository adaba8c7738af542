"""A move and its letter: both or neither; what cannot go out today is owed, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.casework.procedures import following
from huigong.correspondence import lists, queries
from huigong.correspondence.actions import letters
from huigong.correspondence.models import OwedLetter
from huigong.files.models import StoredFile
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.notices import queries as notices
from huigong.notices.models import Notice, NoticeSeries
from huigong.registry.models import Person
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import (
    COMPLAINT,
    HOUSING,
    HOUSING_OFFICER,
    INSPECTOR,
    NOW,
    PERMIT,
    POLICE_OFFICER,
    accepted,
    applicant,
    lodge,
)
from tests.unit.casework.test_moves import under_a_law_that_deems
from tests.unit.notices.reading import text_of

pytestmark = pytest.mark.django_db
GROUNDS = {"reasons": "居住还不满半年", "clause": "居住证暂行条例第二条"}
REMEDY = {"救济": "可以在虚构的期限内申请复议。"}


def permit(sequence: int = 1) -> str:
    return lodge(applicant(sequence), service=PERMIT).public_id.hex


def issue(case_id: str, move: str = "accept", **changed: object) -> letters.Order:
    asked = {"form": {}, "given": {}, "by": POLICE_OFFICER, "now": NOW, **changed}
    return letters.issue_with_move(move=move, case_id=case_id, **asked)


def status(case_id: str) -> str:
    return Case.objects.get(public_id=case_id).status


def test_taking_in_sends_the_letter_with_what_the_case_knows() -> None:
    case_id = permit()
    (notice,) = issue(case_id).issued
    assert status(case_id) == "accepted"
    text = text_of(notices.content(notice))
    for said in (notice.number, "虚构一：", "办居住证", "最晚2016年6月16日要有决定", "居住证暂行条例"):
        assert said in text, said
    assert notices.check_of(notice.number) in text
    event = AuditEvent.objects.get(verb="notices.notice.issued")
    assert event.subject == f"casework.Case:{case_id}"
    assert notice.number in Message.objects.get(template="letter-issued").body
    assert is_whole()


def test_seen_beforehand_it_is_what_goes_out_and_nothing_remains_of_the_look() -> None:
    case_id = permit()
    before = (AuditEvent.objects.count(), Message.objects.count())
    seen = letters.preview(move="accept", case_id=case_id, form={}, given={}, by=POLICE_OFFICER, now=NOW)
    assert status(case_id) == "lodged"
    assert before == (AuditEvent.objects.count(), Message.objects.count())
    assert not NoticeSeries.objects.exists() and not StoredFile.objects.exists()
    assert seen.letter is not None
    (notice,) = issue(case_id).issued
    printed = text_of(notices.content(notice))
    for part in seen.letter.blocks:
        assert "".join(run.text for run in part.runs).replace(" ", "") in printed


def test_what_is_missing_is_named_and_nothing_goes_out_without_it() -> None:
    case_id = accepted(PERMIT, by=POLICE_OFFICER).public_id.hex
    asked = {"form": GROUNDS, "by": POLICE_OFFICER, "now": NOW}
    seen = letters.preview(move="refuse", case_id=case_id, given={"救济": ""}, **asked)
    assert [row.id for row in seen.lacking] == ["救济"]
    with pytest.raises(DomainError) as refused:
        issue(case_id, "refuse", form=GROUNDS, given={"救济": ""})
    assert refused.value.code == "notice.fields"
    assert status(case_id) == "accepted"
    (notice,) = issue(case_id, "refuse", form=GROUNDS, given=REMEDY).issued
    assert "不服本决定的，可以在虚构的期限内申请复议" in text_of(notices.content(notice))


def test_a_name_that_no_font_has_stops_the_move_and_says_which_character() -> None:
    case_id = permit()
    Person.objects.update(name="虚构ꀀ")
    with pytest.raises(DomainError) as refused:
        issue(case_id)
    assert refused.value.code == "notice.glyphs" and "ꀀ" in str(refused.value)
    assert status(case_id) == "lodged"
    assert not Notice.objects.exists() and not NoticeSeries.objects.exists()


def test_the_law_does_not_wait_for_a_font_the_letter_is_then_owed() -> None:
    case_id = permit()
    Person.objects.update(name="虚构ꀀ")
    issue(case_id, later="没有这个字的字体")
    assert status(case_id) == "accepted"
    (owed,) = lists.owed(POLICE_OFFICER, page=1, size=50)
    assert (owed.name, owed.why) == ("受理通知书", "没有这个字的字体")
    Person.objects.update(name="虚构一")
    notice = letters.issue_owed(
        owed_id=owed.owed_id, given={}, by=POLICE_OFFICER, now=NOW + timedelta(days=3)
    )
    assert "最晚2016年6月16日要有决定" in text_of(notices.content(notice)), "as the move had it"
    assert lists.owed(POLICE_OFFICER, page=1, size=50) == ()


def test_an_owed_letter_that_is_sent_twice_is_one() -> None:
    case_id = permit()
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case_id)
    (owed,) = lists.owed(POLICE_OFFICER, page=1, size=50)
    first, second = (
        letters.issue_owed(owed_id=owed.owed_id, given={}, by=POLICE_OFFICER, now=NOW) for _ in range(2)
    )
    assert first == second and Notice.objects.count() == 1


def test_what_time_does_owes_a_letter_too() -> None:
    under_a_law_that_deems(lodge(service=COMPLAINT))
    month_later = NOW + timedelta(days=30)
    cases.expire(month_later)
    (owed,) = lists.owed(INSPECTOR, page=1, size=50)
    notice = letters.issue_owed(
        owed_id=owed.owed_id, given={"被投诉单位": "虚构建筑有限公司"}, by=INSPECTOR, now=month_later
    )
    assert "您于2016年6月1日投诉虚构建筑有限公司" in text_of(notices.content(notice))


def test_only_the_office_that_owes_it_sends_it() -> None:
    case_id = permit()
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case_id)
    owed = OwedLetter.objects.get()
    assert lists.owed(HOUSING_OFFICER, page=1, size=50) == ()
    for act in (letters.show_owed, letters.issue_owed):
        with pytest.raises(DomainError) as refused:
            act(owed_id=owed.public_id.hex, given={}, by=HOUSING_OFFICER, now=NOW)
        assert refused.value.code == "letter.not_owed"


def test_handing_on_is_written_by_the_office_that_hands_on() -> None:
    case_id = permit()
    form = {"to_office": HOUSING, "reason": "这件事归它管"}
    (notice,) = issue(case_id, "refer", form=form, given={}).issued
    assert notice.office == "510403/police"
    view = queries.letter(POLICE_OFFICER, notice.public_id.hex, now=NOW)
    assert view.office == "攀枝花市公安局西区分局", "its own letter stays open to it"


def test_made_twice_it_is_one_letter() -> None:
    case_id = accepted(PERMIT, by=POLICE_OFFICER).public_id.hex
    issue(case_id, "refuse", form=GROUNDS, given=REMEDY)
    again = issue(case_id, "refuse", form=GROUNDS, given=REMEDY)
    assert again.issued == () and Notice.objects.count() == 1


@pytest.fixture
def stumble() -> Iterator[None]:
    """Something that follows the move after its letter, and fails."""

    def fail(_making: object) -> None:
        raise OSError("the machine stops")

    following.register(fail)
    yield
    following.forget(fail)


def test_what_fails_after_the_letter_undoes_it_with_the_move(stumble: None) -> None:
    case_id = permit()
    before = AuditEvent.objects.count()
    with pytest.raises(OSError, match="stops"):
        issue(case_id)
    assert status(case_id) == "lodged"
    assert not Notice.objects.exists() and not NoticeSeries.objects.exists()
    assert not Message.objects.filter(template="letter-issued").exists()
    assert AuditEvent.objects.count() == before


def test_the_receipt_is_made_for_whoever_asks_on_either_paper() -> None:
    case_id = lodge(service=COMPLAINT).public_id.hex
    asked = {"case_id": case_id, "template_id": "receipt", "by": INSPECTOR, "now": NOW}
    assert letters.show_asked(given={}, **asked).lacking == ()
    for paper in ("a4", "receipt80"):
        notice = letters.issue_asked(given={}, paper=paper, **asked)
        assert notice.paper == paper
    with pytest.raises(DomainError) as refused:
        letters.issue_asked(given={}, **{**asked, "template_id": "refusal"})
    assert refused.value.code == "letter.not_on_request"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
def test_letters_sent_at_once_differ_and_leave_no_gap() -> None:
    ids = [permit(number) for number in range(4)]

    def at_once(case_id: str) -> str:
        try:
            return issue(case_id).issued[0].number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(at_once, ids))
    assert [number.partition("〕")[2] for number in numbers] == ["1号", "2号", "3号", "4号"]
