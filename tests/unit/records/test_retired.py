"""A kind of record that is ended (`until`) takes in nothing new, and what it took in stays readable for everybody."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from huigong.records import listing, nights, queries
from huigong.records.actions.recording import annul, correct
from huigong.records.models import Record
from huigong.registry import facts
from huigong.registry.models import Person
from tests.unit.records.packs import FILE
from tests.unit.records.someone import POLICE
from tests.unit.records.test_actions import event_id, issue, refused

LATER = datetime(2027, 1, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def kept(courier: Person, packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    """A plate of a register that ended with the year 2026."""
    record = issue(courier)
    folder = tmp_path / "retired"
    shutil.copytree(packs, folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    ended = text.replace("from: 2026-01-01\n", "from: 2026-01-01\nuntil: 2026-12-31\n", 1)
    (folder / FILE).write_text(ended, encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    return record


def test_records_of_a_retired_kind_are_read_by_the_office_and_by_whom_they_are_about(
    kept: Record, courier: Person
) -> None:
    for viewer in (POLICE, POLICE.with_person(courier.public_id.hex)):
        (view,) = queries.of_person(viewer, courier.public_id.hex, now=LATER)
        assert (view.number, view.state) == (kept.number, "失效")
    (kind,) = listing.kinds(POLICE, now=LATER)
    assert [row.number for row in listing.rows(listing.listed(POLICE, kind.id, now=LATER))] == [kept.number]
    assert listing.to_begin(POLICE, courier.public_id.hex, now=LATER) == ()
    with refused("record_kind.not_yet"):
        issue(courier, on=date(2027, 1, 1))


def test_its_facts_are_not_known_any_more_and_the_night_goes_on(kept: Record, courier: Person) -> None:
    after, before = date(2027, 1, 2), date(2026, 6, 1)
    assert "持有电动车牌" not in facts.gather(courier, after).values
    assert facts.gather(courier, before).values["持有电动车牌"] is True
    Record.objects.update(next_change_on=date(2027, 1, 1))
    assert nights.turn(now=LATER) == 1
    assert nights.differing(now=LATER) == 0


def test_what_was_wrong_in_it_is_still_put_right(kept: Record) -> None:
    said = {"检验有效期": "2027-08-01"}
    wrong = correct(by=POLICE, now=LATER, event_id=event_id(kept, "签发"), said=said, reason="抄错了")
    assert wrong.state == "有效"
    assert annul(by=POLICE, now=LATER, event_id=event_id(kept, "签发"), reason="发错了人").began is None
