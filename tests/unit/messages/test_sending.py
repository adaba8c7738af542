"""What waits leaves by day, once, one message a person; what does not leave is tried again and then shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from huigong.audit.models import AuditEvent
from huigong.directory.principals import ANONYMOUS
from huigong.kernel import packs
from huigong.kernel.errors import DomainError
from huigong.messages import queries
from huigong.messages.actions import following, own, sending
from huigong.messages.actions.telling import tell
from huigong.messages.models import Message, Sending
from huigong.registry.models import Person
from tests.unit.casework.desk import HRSS, INSPECTOR, NOW, OFFICER_FAR, POLICE_OFFICER, applicant, worker
from tests.unit.messages.telecom import Telecom
from tests.unit.registry.someone import HERE

pytestmark = pytest.mark.django_db
NIGHT = datetime(2016, 6, 1, 14, 30, tzinfo=UTC)  # half past ten in the evening in Beijing
MORNING = datetime(2016, 6, 2, 0, 0, tzinfo=UTC)  # eight in the morning
VALUES = {"事项": "某某补贴", "编号": "510403-20160601-0001", "部门": "虚构局", "期限": ""}


def told(
    *people: Person, event: str = "e1", now: datetime = NOW, template: str = "case-received"
) -> list[Message]:
    with transaction.atomic():
        return tell(
            people=people,
            event=event,
            about="casework.Case:0",
            template=template,
            values=VALUES,
            region=HERE,
            office=HRSS,
            now=now,
        )


def test_a_message_reaches_the_phone_of_today_and_says_nothing_of_the_matter(telecom: type[Telecom]) -> None:
    person = applicant()
    told(person)
    Person.objects.filter(pk=person.pk)
    person.phone = "13900009999"
    person.save()
    assert sending.send_due(now=NOW) == 1
    phone, sms = telecom.taken[0]
    assert phone == "13900009999"
    assert "补贴" not in sms.text and "510403" not in sms.text and person.name not in sms.text


def test_what_was_sent_is_not_sent_again(telecom: type[Telecom]) -> None:
    told(applicant())
    assert [sending.send_due(now=NOW) for _ in range(3)] == [1, 0, 0]
    assert Sending.objects.get().state == Sending.State.SENT


def test_an_event_is_told_once_however_often_it_is_told(telecom: type[Telecom]) -> None:
    person, other = applicant(1), applicant(2)
    told(person)
    told(person, other, person)
    assert Message.objects.count() == Sending.objects.count() == 2


def test_nothing_is_told_outside_the_transaction_of_what_happened(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        tell(
            people=[],
            event="e",
            about="a",
            template="case-received",
            values=VALUES,
            region=HERE,
            office=HRSS,
            now=NOW,
        )


@pytest.mark.parametrize("count", [1, 30])
def test_telling_many_asks_as_much_as_telling_one(count: int, django_assert_num_queries: Any) -> None:
    people = [applicant(n) for n in range(1, count + 1)]
    with django_assert_num_queries(6):  # four, between the two of the savepoint
        told(*people)


def test_nobody_is_woken_and_the_morning_brings_one_message_for_all(telecom: type[Telecom]) -> None:
    person = applicant()
    for event in ("e1", "e2", "e3"):
        told(person, event=event, now=NIGHT)
    assert sending.send_due(now=NIGHT) == 0
    assert sending.send_due(now=MORNING - timedelta(seconds=1)) == 0
    assert sending.send_due(now=MORNING) == 1
    assert len(telecom.taken) == 1
    assert telecom.taken[0][1].values == {"几条": "3"} and "3" in telecom.taken[0][1].text
    assert not Sending.objects.exclude(state=Sending.State.SENT).exists()


def test_what_is_told_daily_waits_for_the_morning_and_leaves_as_one(
    telecom: type[Telecom], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mass day: everybody is told of several things by day, and hears of them once, the next morning."""
    monkeypatch.setenv("HUIGONG_POLICIES", str(daily(tmp_path)))
    for event in ("e1", "e2"):
        told(applicant(1) if event == "e1" else Person.objects.get(), event=event)
    assert sending.send_due(now=NOW) == 0
    assert sending.send_due(now=MORNING) == 1
    assert telecom.taken[0][1].values == {"几条": "2"}


def daily(folder: Path) -> Path:
    """Our own texts, each marked as daily."""
    ours = packs.PACKAGE.parent / "policies" / "100000" / "messages" / "cases.yaml"
    path = folder / "100000" / "messages" / "cases.yaml"
    path.parent.mkdir(parents=True)
    text = ours.read_text(encoding="utf-8")
    path.write_text(text.replace("    title:", "    daily: true\n    title:"), encoding="utf-8")
    return folder


def test_a_run_reaches_a_bounded_number_of_people(telecom: type[Telecom], settings: Any) -> None:
    settings.SMS_A_RUN = 2
    told(*(applicant(n) for n in range(1, 6)))
    assert [sending.send_due(now=NOW + timedelta(minutes=n)) for n in range(4)] == [2, 2, 1, 0]
    assert len({phone for phone, _ in telecom.taken}) == 5


def test_what_fails_is_tried_again_after_growing_waits_and_then_shown(telecom: type[Telecom]) -> None:
    told(applicant())
    telecom.trouble = "短信平台忙"
    now, waits = NOW, []
    while Sending.objects.get().state == Sending.State.WAITING:
        sending.send_due(now=now)
        row = Sending.objects.get()
        waits.append(row.due_at - now)
        now = max(row.due_at, now)
        if len(waits) > 10:
            break
    assert waits[:4] == sorted(waits[:4])
    row = Sending.objects.get()
    assert (row.state, row.tries, row.trouble) == (Sending.State.FAILED, len(sending.WAITS) + 1, "短信平台忙")
    assert [line.trouble for line in queries.failed(INSPECTOR)[0]] == ["短信平台忙"]


def test_what_a_telecom_refuses_for_good_is_shown_at_once(telecom: type[Telecom]) -> None:
    told(applicant())
    telecom.trouble, telecom.final = "号码不存在", True
    sending.send_due(now=NOW)
    assert Sending.objects.get().state == Sending.State.FAILED


def test_somebody_without_a_phone_is_shown_and_still_has_the_inbox(telecom: type[Telecom]) -> None:
    person = applicant()
    person.phone = ""
    person.save()
    told(person)
    sending.send_due(now=NOW)
    assert Sending.objects.get().trouble == "没有登记手机号"
    assert len(queries.inbox(worker(person)).rows) == 1


def test_a_provider_that_breaks_stops_nobody(
    telecom: type[Telecom], caplog: pytest.LogCaptureFixture
) -> None:
    told(applicant(1), applicant(2))
    telecom.broken = True
    assert sending.send_due(now=NOW) == 0
    telecom.broken = False
    assert sending.send_due(now=NOW + timedelta(minutes=2)) == 2
    assert "broke" in caplog.text


def test_a_process_that_dies_while_sending_leaves_it_for_the_next(
    telecom: type[Telecom], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    told(applicant())
    monkeypatch.setattr(telecom, "send", die)
    with pytest.raises(Killed):
        sending.send_due(now=NOW)
    monkeypatch.undo()
    assert sending.send_due(now=NOW + timedelta(minutes=1)) == 0, "claimed by the one that died"
    assert sending.send_due(now=NOW + timedelta(minutes=11)) == 1


def test_who_wants_no_short_messages_gets_none_and_keeps_the_inbox(telecom: type[Telecom]) -> None:
    person = applicant()
    own.choose(wanted=[], by=worker(person), now=NOW)
    told(person)
    assert sending.send_due(now=NOW) == 0
    assert len(queries.inbox(worker(person)).rows) == 1
    own.choose(wanted=["sms"], by=worker(person), now=NOW)
    told(person, event="e2")
    assert sending.send_due(now=NOW) == 1
    assert AuditEvent.objects.filter(verb="messages.channel.chosen").count() == 2


@pytest.mark.parametrize(("wanted", "by", "code"), [
    (["pigeon"], INSPECTOR, "channel.unknown"),
    (["sms"], ANONYMOUS, "access.denied"),
])  # fmt: skip
def test_a_choice_that_makes_no_sense_is_refused(wanted: list[str], by: Any, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        own.choose(wanted=wanted, by=by, now=NOW)
    assert refused.value.code == code


class TestFailed:
    @pytest.fixture
    def message(self, telecom: type[Telecom]) -> Message:
        message = told(applicant())[0]
        telecom.trouble, telecom.final = "号码不存在", True
        sending.send_due(now=NOW)
        telecom.begin()
        return message

    @pytest.mark.parametrize("viewer", [POLICE_OFFICER, OFFICER_FAR, ANONYMOUS])
    def test_only_the_office_that_can_be_asked_sees_and_deals_with_it(
        self, message: Message, viewer: Any
    ) -> None:
        assert queries.failed(viewer)[0] == []
        with pytest.raises(DomainError) as refused:
            following.again(message_id=message.public_id.hex, by=viewer, now=NOW)
        assert refused.value.code == "access.denied"

    def test_sent_again_it_leaves(self, message: Message, telecom: type[Telecom]) -> None:
        following.again(message_id=message.public_id.hex, by=INSPECTOR, now=NOW)
        assert sending.send_due(now=NOW) == 1
        assert queries.failed(INSPECTOR)[0] == []

    def test_taken_over_it_is_gone_from_the_list_and_two_do_not_do_it_twice(self, message: Message) -> None:
        following.take_over(message_id=message.public_id.hex, by=INSPECTOR, now=NOW)
        assert queries.failed(INSPECTOR)[0] == []
        with pytest.raises(DomainError) as refused:
            following.take_over(message_id=message.public_id.hex, by=INSPECTOR, now=NOW)
        assert refused.value.code == "message.not_failed"
        assert AuditEvent.objects.filter(verb="messages.sending.taken_over").count() == 1

    def test_the_list_asks_one_question(self, message: Message, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            queries.failed(INSPECTOR)


class TestInbox:
    def test_nobody_reads_anothers(self) -> None:
        person, other = applicant(1), applicant(2)
        message = told(person)[0]
        assert queries.message(worker(person), message.public_id.hex).title
        for stranger in (worker(other), INSPECTOR, ANONYMOUS):
            assert queries.inbox(stranger).rows == ()
            with pytest.raises(DomainError) as refused:
                queries.message(stranger, message.public_id.hex)
            assert refused.value.code == "message.not_found"

    def test_it_is_unread_until_its_owner_opens_it(self) -> None:
        person = applicant(1)
        message = told(person)[0]
        own.opened(message_id=message.public_id.hex, viewer=worker(applicant(2)), now=NOW)
        assert queries.unread(worker(person)) == 1
        own.opened(message_id=message.public_id.hex, viewer=worker(person), now=NOW)
        own.opened(message_id=message.public_id.hex, viewer=worker(person), now=NOW + timedelta(days=1))
        assert queries.unread(worker(person)) == 0
        message.refresh_from_db()
        assert message.read_at == NOW

    def test_pages_follow_each_other(self) -> None:
        person = applicant()
        for number in range(45):
            told(person, event=f"e{number}")
        seen, before = [], None
        while True:
            page = queries.inbox(worker(person), before=before)
            seen += [row.message_id for row in page.rows]
            before = page.older
            if before is None:
                break
        assert len(seen) == len(set(seen)) == 45

    def test_what_was_told_stays_as_it_was_told_and_is_sealed(self) -> None:
        from django.db import connection

        message = told(applicant())[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT title, body FROM huigong_messages_message")
            assert all("补贴" not in text and "申请" not in text for text in cursor.fetchone())
        assert "某某补贴" in Message.objects.get(pk=message.pk).body
