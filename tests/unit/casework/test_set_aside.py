"""A procedure that cannot be used is left out and said; nothing else stops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huigong.casework.actions import cases, telling
from huigong.casework.models import Case
from huigong.casework.overtaken import due_move
from huigong.casework.procedures import register
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Phase
from huigong.casework.queries import own, tasks
from huigong.casework.queries.alarms import orphans
from huigong.casework.queries.listing import CaseFilter, listed
from huigong.kernel.errors import Unavailable
from tests.unit.casework.desk import INSPECTOR, LEADING_GROUP, NOW, TODAY, applicant, lodge, on_day, worker


def test_a_second_value_of_one_version_is_refused_before_it_is_registered() -> None:
    assert register.refusals(STANDARD) == []
    assert register.refusals(replace(STANDARD, name="另一个")) == ["another value has this id and version 1"]
    assert register.version(STANDARD.id, STANDARD.version) is STANDARD


@pytest.mark.django_db
class TestNotInstalledAnyMore:
    """A region's file is taken away, and cases of its procedure are still open."""

    @pytest.fixture(autouse=True)
    def two_cases(self) -> None:
        self.person = applicant()
        self.known, self.gone = lodge(self.person), lodge(applicant(2))
        Case.objects.filter(pk=self.gone.pk).update(procedure="rating-follow-up-510400")

    def test_the_person_s_list_shows_the_line_in_plain_words(self) -> None:
        for rows in (own.for_person, own.about):
            (row,) = rows(worker(self.gone.application.person), today=TODAY)
            assert (row.status_name, row.phase) == ("进度看不到", Phase.WORKING)
            assert "12345" in row.next_step

    def test_it_takes_no_other_line_away(self) -> None:
        rows = {
            row.case_id: row.status_name for row in listed(LEADING_GROUP, today=TODAY, wanted=CaseFilter())
        }
        assert rows == {self.known.public_id.hex: "已提交", self.gone.public_id.hex: "进度看不到"}
        assert {row.status_name for row in tasks.mine(INSPECTOR, today=TODAY)} == {"已提交", "进度看不到"}

    def test_one_that_has_ended_is_not_shown_as_running(self) -> None:
        cases.withdraw(by=worker(self.person), now=NOW, case_id=self.known.public_id.hex)
        Case.objects.filter(pk=self.known.pk).update(procedure="gone")
        (row,) = own.for_person(worker(self.person), today=TODAY)
        assert (row.status_name, row.phase.is_open) == ("已经结束", False)

    def test_the_night_tells_of_its_delay_and_stops_at_nothing(self) -> None:
        later = on_day(6, 12)
        assert due_move(self.gone, on=later.date()) is None
        assert telling.late(now=later) == 2

    def test_it_stands_on_the_alarm_list_and_cannot_be_moved(self) -> None:
        (alarm,) = orphans(LEADING_GROUP, today=TODAY)
        assert alarm.case_id == self.gone.public_id.hex
        with pytest.raises(Unavailable):
            cases.accept(by=INSPECTOR, now=NOW, case_id=self.gone.public_id.hex)
