"""What is over goes when somebody says so: nothing without a period, nothing of an open case, whole batches, told."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.access import FILES
from huigong.casework.models import Case, CaseLink, Decision
from huigong.directory.actions import accounts, periods
from huigong.directory.models import LocalPeriod
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.files.actions import keep
from huigong.files.models import Attachment, StoredFile
from huigong.files.places import Place
from huigong.files.states import State
from huigong.kernel import retention as rules
from huigong.kernel.errors import DomainError
from huigong.kernel.retention import Listed
from huigong.messages.actions.telling import tell
from huigong.messages.models import Message, Sending
from huigong.oversight import retention
from huigong.portals.cli import erase as command
from huigong.portals.cli import retention as report_command
from tests.unit.casework.desk import CITY, HERE, INSPECTOR, NOW, applicant, lodge
from tests.unit.files.makers import png

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
COUNTY = Principal("county", "管理员乙", (Grant("administrator", HERE),))
LATER = NOW + timedelta(days=11 * 366)
WHY, SOURCE = "局务会同意", "虚构的保存规定"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.HOME_REGION, settings.FILES = CITY, str(tmp_path / "files")


def period(kind: str = "messages", days: int | None = 90, *, by: Principal = ADMINISTRATOR) -> None:
    periods.put(by=by, now=NOW, kind=kind, days=days, source=SOURCE)


def erased(now: datetime = LATER) -> dict[str, int]:
    return dict(retention.erase(by=ADMINISTRATOR, now=now, reason=WHY))


def over(kind: str, now: datetime = LATER) -> int | None:
    return next(row.over for row in retention.report(ADMINISTRATOR, now=now) if row.rule.id == kind)


def told(about: str, event: str, *, sent: bool = True) -> Message:
    person = applicant(int(event))
    with transaction.atomic():
        (message,) = tell(
            people=[person], event=event, about=about, template="case-received", region=HERE, office="", now=NOW,
            values={"事项": "某事", "编号": "1", "部门": "虚构局", "期限": ""},
        )  # fmt: skip
    if sent:
        Sending.objects.update(state=Sending.State.SENT)
    return message


def closed(sequence: int) -> Case:
    case = lodge(applicant(sequence))
    Case.objects.filter(pk=case.pk).update(is_open=False, closed_on=NOW.date())
    Message.objects.all().delete()
    case.refresh_from_db()
    return case


def with_file(case: Case) -> StoredFile:
    place = Place(owner=case.public_id.hex, purpose=FILES, holder=case.public_id.hex)
    return keep(data=png(), name="虚构.png", place=place, by=INSPECTOR, now=NOW)


def test_without_a_period_of_the_place_nothing_is_over() -> None:
    told("registry.Person:0", "11")
    rows = [row for row in retention.report(ADMINISTRATOR, now=LATER) if not row.rule.declared]
    assert {row.over for row in rows} == {None}
    assert erased() == {}
    period(days=90)
    assert over("messages") == 1
    period(days=None)
    assert over("messages") is None
    assert erased() == {}
    assert Message.objects.count() == 1


def test_a_message_goes_on_the_day_after_its_last_and_not_before() -> None:
    told("registry.Person:0", "11")
    period(days=90)
    assert erased(NOW + timedelta(days=90)) == {}
    assert erased(NOW + timedelta(days=91)) == {"messages": 1}
    assert not Sending.objects.exists()
    event = AuditEvent.objects.get(verb="directory.retention.erased")
    assert (event.data, event.purpose) == ({"kind": "messages", "number": 1}, WHY)


def test_what_belongs_to_an_open_case_or_has_not_left_yet_stays() -> None:
    open_case = lodge(applicant(3))
    Message.objects.all().delete()
    told(f"casework.Case:{open_case.public_id.hex}", "11")
    told("registry.Person:0", "12", sent=False)
    period(days=90)
    assert over("messages") == 0
    assert erased() == {}
    assert Message.objects.count() == 2


def test_files_of_a_closed_case_go_after_ten_years_and_those_it_goes_on_in_stay() -> None:
    first, second, goes_on = closed(1), closed(2), lodge(applicant(3))
    files = [with_file(case) for case in (first, second, goes_on)]
    CaseLink.objects.create(case=goes_on, other=second, kind="appeal", linked_at=NOW, linked_by="x")
    period("case-files", 3660)
    assert erased(NOW + timedelta(days=3660)) == {}
    assert over("case-files", NOW + timedelta(days=3661)) == 1
    assert erased(NOW + timedelta(days=3661)) == {"case-files": 1}
    states = {file.pk: StoredFile.objects.get(pk=file.pk).state for file in files}
    assert [states[file.pk] for file in files] == [State.DELETED, State.READY, State.READY]
    assert AuditEvent.objects.filter(verb="files.erased").count() == 1


def test_a_file_that_is_kept_until_a_day_to_come_stays() -> None:
    case = closed(1)
    with_file(case)
    Attachment.objects.update(keep_until=(LATER + timedelta(days=1)).date())
    period("case-files", 3660)
    erased()
    assert StoredFile.objects.get().state == State.READY


def link(case: Case, other: Case, kind: str = "appeal") -> None:
    CaseLink.objects.create(case=case, other=other, kind=kind, linked_at=NOW, linked_by="x")


def test_files_stay_however_many_closed_cases_lie_between_and_an_open_one() -> None:
    first, appeal, alone = closed(1), closed(2), closed(4)
    again = lodge(applicant(3))
    link(appeal, first)
    link(again, appeal)
    files = [with_file(case) for case in (first, alone)]
    period("case-files", 3660)
    assert over("case-files") == 1
    assert erased() == {"case-files": 1}, "only the one that nothing is linked to"
    states = [StoredFile.objects.get(pk=file.pk).state for file in files]
    assert states == [State.READY, State.DELETED]
    Case.objects.filter(pk=again.pk).update(is_open=False, closed_on=NOW.date())
    assert erased() == {"case-files": 1}, "none of the three is open any more"


def test_what_came_to_be_needed_after_it_was_listed_stays_and_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = closed(1), closed(2)
    files = [with_file(case) for case in (first, second)]
    period("case-files", 3660)
    batch = retention._erase_batch

    def meanwhile(*args: Any, **more: Any) -> int:
        link(lodge(applicant(3)), first)
        return batch(*args, **more)

    monkeypatch.setattr(retention, "_erase_batch", meanwhile)
    assert erased() == {"case-files": 1}
    states = [StoredFile.objects.get(pk=file.pk).state for file in files]
    assert states == [State.READY, State.DELETED]
    event = AuditEvent.objects.get(verb="directory.retention.erased")
    assert event.data == {"kind": "case-files", "number": 1}


def test_messages_of_a_case_stay_while_its_decision_may_be_fought() -> None:
    case = closed(1)
    told(f"casework.Case:{case.public_id.hex}", "11")
    last = NOW.date() + timedelta(days=180)
    Decision.objects.create(
        case=case, number="虚构-1", move="grant", verdict="granted", verdict_name="同意", reasons="虚构", clause="虚构",
        office="虚构局", decided_by="x", decided_at=NOW, remedy="虚构", remedy_until=last,
    )  # fmt: skip
    period(days=90)
    assert erased(NOW + timedelta(days=91)) == {}
    assert erased(NOW + timedelta(days=180 + 90)) == {}
    assert erased(NOW + timedelta(days=180 + 91)) == {"messages": 1}


def test_a_page_counts_to_a_thousand_and_says_that_there_may_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    many = Broken()
    many.left = set(range(1, 1402))
    monkeypatch.setattr(rules, "keepers", lambda: {"messages": many})
    period(days=90)
    row = next(row for row in retention.report(ADMINISTRATOR, now=LATER) if row.rule.id == "messages")
    assert (row.over, row.more) == (1000, True)
    rows = retention.report(ADMINISTRATOR, now=LATER, whole=True)
    assert next((row.over, row.more) for row in rows if row.rule.id == "messages") == (1401, False)


class Broken:
    """A kind of four hundred and one rows whose second batch dies."""

    def __init__(self) -> None:
        self.left, self.dies = set(range(1, 402)), True

    def listed(self, *, before: Any, after: int, size: int) -> Listed:
        keys = sorted(key for key in self.left if key > after)[:size]
        return Listed([(key, "") for key in keys], keys[-1] if len(keys) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Any, now: datetime) -> int:
        if self.dies and 201 in keys:
            raise KeyboardInterrupt
        self.left -= set(keys)
        return len(keys)


def test_broken_off_it_is_whole_up_to_there_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Broken()
    monkeypatch.setattr(rules, "keepers", lambda: {"messages": broken})
    period(days=90)
    with pytest.raises(KeyboardInterrupt):
        erased()
    told_of = AuditEvent.objects.filter(verb="directory.retention.erased").order_by("pk")
    assert [event.data["number"] for event in told_of.all()] == [200]
    assert len(broken.left) == 201
    broken.dies = False
    assert erased() == {"messages": 201}
    assert [event.data["number"] for event in told_of.all()] == [200, 200, 1]
    assert erased() == {}


@pytest.mark.parametrize(
    ("kind", "days", "code"),
    [
        ("messages", 89, "retention.too_short"),
        ("case-files", 3659, "retention.too_short"),
        ("messages", 36_601, "retention.too_long"),
        ("people", 365, "retention.unknown"),
        ("trail", 365, "retention.unknown"),
        ("no-such", 365, "retention.unknown"),
    ],
)
def test_no_period_undercuts_what_is_known(kind: str, days: int, code: str) -> None:
    with pytest.raises(DomainError) as error:
        period(kind, days)
    assert error.value.code == code
    assert not LocalPeriod.objects.exists()


def test_only_who_keeps_all_of_the_place_says_and_erases() -> None:
    for by in (COUNTY, INSPECTOR):
        for act in (lambda by=by: period(by=by), lambda by=by: retention.erase(by=by, now=LATER, reason=WHY)):
            with pytest.raises(DomainError) as error:
                act()
            assert error.value.code == "access.denied"
    with pytest.raises(DomainError) as error:
        retention.erase(by=ADMINISTRATOR, now=LATER, reason=" ")
    assert error.value.code == "retention.reason"


def test_every_kind_that_is_erased_has_a_keeper_and_every_keeper_a_kind() -> None:
    assert rules.keepers().keys() == {kind for kind, rule in rules.rules().items() if rule.erased}


def test_the_commands_count_and_erase(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    accounts.create_official(
        by=SYSTEM, now=LATER, username="guan", display_name="虚构管", password="three small grey herons",
        grants=[Grant("administrator", CITY)],
    )  # fmt: skip
    told("registry.Person:0", "11")
    period(days=90)
    assert report_command.run(["report", "--as", "guan", "--json"]) == 0
    rows = {row["kind"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["messages"]["days"], rows["messages"]["over"]) == (90, 1)
    assert (rows["people"]["erased"], rows["people"]["over"]) == (False, None)
    assert report_command.run(["report", "--as", "guan"]) == 0
    assert "一条也不删" in capsys.readouterr().out
    assert command.run(["--as", "guan", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"dry_run": True, "erased": {"messages": 1, "records": 0}}
    assert Message.objects.count() == 1
    assert command.run(["--as", "guan", "--reason", WHY]) == 0
    assert "删了 1 条" in capsys.readouterr().out
    assert Message.objects.count() == 0
