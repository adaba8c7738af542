"""Who writes and who reads by the place that the declaration names: a home of the person, or a field that holds a region."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from huigong.directory.models import Account
from huigong.directory.principals import Grant, Principal
from huigong.records import listing, queries
from huigong.records.access import writing_office
from huigong.records.actions.recording import add, annul, correct
from huigong.records.models import Record
from huigong.records.shelf import book
from huigong.registry.actions import households, people
from huigong.registry.models import Person
from tests.unit.records.packs import COUNTY, FILE, installed
from tests.unit.records.someone import CLERK, NOW, POLICE, POLICE_ELSEWHERE
from tests.unit.records.test_actions import TODAY, event_id, issue, refused
from tests.unit.registry.someone import new_person

ELSEWHERE = "210702"
NEAR = Principal("road", "交通甲", (Grant("case-officer", COUNTY, f"{COUNTY}/transport"),), purpose="检查")
FAR = Principal(
    "far", "交通乙", (Grant("case-officer", ELSEWHERE, f"{ELSEWHERE}/transport"),), purpose="检查"
)


@pytest.fixture
def declared(tmp_path: Path, courier: Person, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Declares the register anew with other words."""

    def changed(before: str, after: str) -> None:
        folder = installed(tmp_path / "packs")
        text = (folder / FILE).read_text(encoding="utf-8")
        assert before in text
        (folder / FILE).write_text(text.replace(before, after, 1), encoding="utf-8")
        monkeypatch.setenv("HUIGONG_POLICIES", str(folder))

    return changed


def test_the_office_of_a_place_that_a_field_names_reads_and_no_other(courier: Person, declared) -> None:  # type: ignore[no-untyped-def]
    declared("{line: transport, purpose: 路面检查,", "{line: transport, level: county, of: 停放地,")
    record = issue(courier, 停放地=ELSEWHERE)
    assert [view.id for view in queries.of_person(FAR, courier.public_id.hex, now=NOW)] == [
        record.public_id.hex
    ]
    assert queries.of_person(NEAR, courier.public_id.hex, now=NOW) == ()
    assert [listing.listed(each, "ebike-plate", now=NOW).count() for each in (FAR, NEAR)] == [1, 0]


def test_the_office_of_a_home_writes_and_no_other(courier: Person, declared) -> None:  # type: ignore[no-untyped-def]
    declared("level: county, of: 登记地}", "level: county, of: 户籍地}")
    Person.objects.filter(pk=courier.pk).update(hukou_place=ELSEWHERE)
    with refused("record.not_yours"):
        issue(courier)
    assert listing.to_begin(POLICE, courier.public_id.hex, now=NOW) == ()
    assert len(listing.to_begin(POLICE_ELSEWHERE, courier.public_id.hex, now=NOW)) == 1
    assert issue(courier, by=POLICE_ELSEWHERE).office == f"{ELSEWHERE}/police"


def test_nobody_writes_in_an_own_matter(courier: Person) -> None:
    account = Account.objects.create_user(
        "w", kind="official", resident_number=courier.resident_number, opened_at=NOW
    )
    own = Principal(str(account.public_id), "民警乙", POLICE.grants)
    with refused("person.own_matter"):
        issue(courier, by=own)
    record = issue(courier)
    wrong = {"by": own, "now": NOW, "event_id": event_id(record, "签发"), "reason": "想改"}
    for act in (
        lambda: add(by=own, now=NOW, record_id=record.public_id.hex, event="注销", on=TODAY, said={}),
        lambda: correct(said={"检验有效期": "2030-01-01"}, **wrong),
        lambda: annul(**wrong),
    ):
        with refused("person.own_matter"):
            act()
    assert Record.objects.get().events.count() == 1


def test_nobody_writes_what_is_about_the_own_household_or_another_record_of_it(courier: Person) -> None:
    wife = people.register(by=CLERK, now=NOW, **asdict(new_person(2, residence=COUNTY)))
    members = [(courier.public_id.hex, "head"), (wife.public_id.hex, "spouse")]
    home = households.form(by=CLERK, now=NOW, region=COUNTY, members=members, valid_from=date(2015, 1, 1))
    account = Account.objects.create_user(
        "w", kind="official", resident_number=wife.resident_number, opened_at=NOW
    )
    own = Principal(str(account.public_id), "民警丙", POLICE.grants)
    plate = issue(courier)
    kind = book().kind("ebike-plate", on=TODAY, region=COUNTY)
    for about in ({"person": courier}, {"household": home}, {"of": plate}):
        record = Record(kind=kind.id, region=COUNTY, **about)
        assert writing_office(POLICE, kind, record, on=TODAY) == f"{COUNTY}/police"
        with refused("person.own_matter"):
            writing_office(own, kind, record, on=TODAY)
