"""Two records become one and are parted again: everything is as it was, and what came since goes where somebody says."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext

from huigong.audit.former import ids_of
from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.principals import Grant, Principal
from huigong.files.models import Attachment, StoredFile
from huigong.kernel.errors import DomainError
from huigong.registry import parting, queries, unions, uniting
from huigong.registry.actions import duplicates, records
from huigong.registry.models import (
    ClaimCode,
    Employer,
    Engagement,
    Household,
    HouseholdMember,
    NameSound,
    Person,
    PersonFact,
    PossibleDuplicate,
    Representation,
    UnitedRecord,
)
from tests import effort
from tests.architecture.house import ROOT
from tests.each import each
from tests.unit.registry.someone import CITY, CLERK, CLERK_FAR, NOW, TODAY
from tests.unit.registry.test_duplicates import registered

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
REASON = "两张证件是一个人的"
WHOLE = {AuditEvent, UnitedRecord, PossibleDuplicate, NameSound}


def pair_of(first: Person, second: Person) -> PossibleDuplicate:
    return PossibleDuplicate.objects.create(
        first=first, second=second, likely=50, evidence="姓名相同", found_at=NOW
    )


def two() -> tuple[Person, Person, PossibleDuplicate]:
    """The one that stays, the one that goes, and the pair of both."""
    kept, gone = registered(1), registered(2)
    return kept, gone, pair_of(kept, gone)


def united(pair: PossibleDuplicate, kept: Person, **changed: object) -> UnitedRecord:
    given = {
        "by": CLERK, "now": LATER, "pair_id": pair.public_id.hex, "keep_id": kept.public_id.hex, "reason": REASON,
    }  # fmt: skip
    return records.unite(**(given | changed))


def parted(union: UnitedRecord, **changed: object) -> records.Parted:
    given = {"by": CLERK, "now": LATER, "union_id": union.public_id.hex, "reason": "是两个人"}
    return records.part(**(given | changed))


def everything() -> dict[str, Any]:
    """Every row of every table, without the trail, histories and what tells of the union itself."""
    told: dict[str, Any] = {
        "sounds": sorted(NameSound.objects.values_list("person__public_id", "sound")),
        "pairs": sorted((row.first_id, row.second_id) for row in PossibleDuplicate.objects.all()),
    }
    for model in apps.get_models():
        if model not in WHOLE and not model.__name__.endswith("History"):
            told[model._meta.label] = sorted(
                (told_of(row) for row in model._base_manager.order_by("pk")), key=str
            )
    return told


def told_of(row: models.Model) -> list[tuple[str, Any]]:
    return [(each.attname, each.value_from_object(row)) for each in row._meta.concrete_fields]


def with_a_life(
    person: Person, chance: random.Random, employers: list[Employer], homes: list[Household]
) -> None:
    """Work, facts, a household and files, as chance has it; some of it the same for everybody."""
    for turn in range(chance.randrange(4)):
        Engagement.objects.create(
            person=person, employer=chance.choice(employers), place="510403", valid_from=date(2015, 1, 1 + turn),
            recorded_at=NOW, occupation=chance.choice(["", "木工"]),
        )  # fmt: skip
    for turn in range(chance.randrange(4)):
        PersonFact.objects.create(
            person=person, fact=f"事实{chance.randrange(3)}", value=chance.choice([True, 3, "甲", {"值": "乙"}]),
            source=f"虚构来源{turn}", verification="claimed", valid_from=TODAY, recorded_at=NOW,
        )  # fmt: skip
    if chance.random() < 0.6:
        HouseholdMember.objects.create(
            household=homes.pop() if chance.random() < 0.7 else homes[0], person=person, relation="other",
            valid_from=TODAY,
        )  # fmt: skip
    for turn in range(chance.randrange(3)):
        file = StoredFile.objects.create(
            owner=person.public_id.hex, person=person.public_id.hex, kind="jpeg", size=1, name="虚构",
            sha256=f"{chance.randrange(3)}" * 64, state="removed", key=f"{person.pk}-{turn}", sealed_with="k", kept_at=NOW,
        )  # fmt: skip
        Attachment.objects.create(
            file=file, purpose="虚构", holder=person.public_id.hex, position=turn, attached_at=NOW
        )


@each("seed", range(12))
def test_united_and_parted_everything_is_as_before(seed: int) -> None:
    with transaction.atomic():
        chance = random.Random(seed)
        kept, gone, pair = two()
        other = registered(3, address="别处", phone="13000000003")
        employers = [
            Employer.objects.create(name=f"虚构公司{turn}", region="510403", registered_at=NOW)
            for turn in (1, 2)
        ]
        homes = [Household.objects.create(region="510403", registered_at=NOW) for _ in range(3)]
        for person in (kept, gone):
            with_a_life(person, chance, employers, homes)
        for person, representative in ((gone, other), (other, gone), (kept, gone)):
            if chance.random() < 0.5:
                Representation.objects.create(
                    person=person, representative=representative, acting="agent", kinship="", ground="paper", proof="委托书",
                    matters=[], valid_from=TODAY, made_at=NOW, made_by="clerk",
                )  # fmt: skip
        pair_of(gone, other)
        if chance.random() < 0.5:
            gone.account = accounts.worker_account(now=NOW, phone=gone.phone)
            gone.save()
        before = everything()
        union = united(pair, kept)
        assert not Person.objects.filter(pk=gone.pk).exists()
        assert everything() != before
        assert parted(union).lost == 0
        assert everything() == before
        transaction.set_rollback(True)


def test_work_of_the_other_is_found_under_the_one_that_stays() -> None:
    kept, gone, pair = two()
    row = work(gone)
    union = united(pair, kept)
    row.refresh_from_db()
    assert row.person == kept
    event = AuditEvent.objects.get(verb="registry.person.merged")
    assert event.person_ref == kept.public_id.hex
    assert event.data == {"said": gone.public_id.hex, "moved": 1, "kept": 1}
    assert union.gone_number == gone.resident_number
    assert ids_of(kept.public_id.hex) == {kept.public_id.hex, gone.public_id.hex}


def work(person: Person, turn: int = 1) -> Engagement:
    employer, _ = Employer.objects.get_or_create(
        name="虚构公司", region="510403", defaults={"registered_at": NOW}
    )
    return Engagement.objects.create(
        person=person, employer=employer, place="510403", valid_from=date(2015, 1, turn), recorded_at=NOW
    )


def test_nothing_with_a_history_goes_along_with_another_row() -> None:
    """What a row takes along with it leaves a history in which nobody did it."""
    kept = [model for model in apps.get_models() if hasattr(model, "history")]
    assert {Person, Engagement} <= set(kept)
    taken_along = {
        (model._meta.label, column.name)
        for model in kept
        for column in model._meta.concrete_fields
        if column.remote_field and column.remote_field.on_delete is models.CASCADE
    }
    assert not taken_along


def again(gone: Person, **options: int) -> Person:
    """Somebody who is registered with the number of a record that is gone."""
    return Person.objects.create(
        name=gone.name, resident_number=gone.resident_number, sex=gone.sex, born_on=gone.born_on,
        hukou_place=gone.hukou_place, residence=gone.residence, registered_at=NOW, **options,
    )  # fmt: skip


def test_who_is_registered_with_the_number_at_this_moment_is_not_taken_for_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, gone, pair = two()
    union, lock = united(pair, kept), duplicates.held

    def held(*keys: int) -> list[Person]:
        again(gone)
        return lock(*keys)

    monkeypatch.setattr(duplicates, "held", held)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        parted(union)
    assert refusal.value.code == "unions.changed_meanwhile"
    monkeypatch.undo()
    assert parted(union).person.resident_number == gone.resident_number


def test_both_people_are_locked_in_one_order_when_they_are_parted() -> None:
    """Who was registered meanwhile may have the lower key: a union of the same two locks by key."""
    kept, gone, pair = two()
    union = united(pair, kept)
    meanwhile = again(gone, pk=kept.pk - 1 if kept.pk > 1 else 10**6)
    with CaptureQueriesContext(connection) as asked:
        assert parted(union).person == meanwhile
    people = [
        query["sql"]
        for query in asked
        if query["sql"].startswith("SELECT") and 'FROM "registry_person"' in query["sql"]
    ]
    keys = (f"{kept.pk}", f"{meanwhile.pk}")
    assert any(set(keys) <= set(re.findall(r"\d+", sql.partition(" WHERE ")[2])) for sql in people), (
        "both at once"
    )


def test_after_parting_the_trail_of_the_other_is_its_own_again() -> None:
    kept, gone, pair = two()
    parted(united(pair, kept))
    assert ids_of(kept.public_id.hex) == {kept.public_id.hex}
    assert ids_of(gone.public_id.hex) == {gone.public_id.hex}


def test_of_three_records_the_trail_of_all_is_known() -> None:
    kept, middle, pair = two()
    last = registered(3)
    united(pair_of(last, middle), middle)
    united(pair, kept)
    assert ids_of(kept.public_id.hex) == {each.public_id.hex for each in (kept, middle, last)}


def test_a_record_that_was_parted_stays_apart_whatever_became_of_the_other_meanwhile() -> None:
    """The last of three was parted when the one that had stayed was part of a third; then that is parted too."""
    kept, middle, pair = two()
    last = registered(3)
    first = united(pair_of(last, middle), middle)
    second = united(pair, kept)
    parted(first)
    assert ids_of(kept.public_id.hex) == {kept.public_id.hex, middle.public_id.hex}
    parted(second)
    for alone in (kept, middle, last):
        assert ids_of(alone.public_id.hex) == {alone.public_id.hex}


def test_of_three_records_the_last_may_be_parted_first() -> None:
    kept, middle, pair = two()
    last = registered(3)
    row = work(last)
    first = united(pair_of(last, middle), middle)
    united(pair, kept)
    assert parted(first).lost == 0
    row.refresh_from_db()
    assert row.person.public_id == last.public_id


@pytest.mark.parametrize("is_chosen", [True, False])
def test_what_came_since_goes_where_somebody_says(is_chosen: bool) -> None:
    kept, gone, pair = two()
    work(kept, 1)
    union = united(pair, kept)
    row, other = (work(Person.objects.get(pk=kept.pk), day) for day in (2, 3))
    came, left = unions.union(CLERK, union.public_id.hex, now=LATER).since
    assert (came.words, left.words) == (
        "用工：虚构公司，2015年1月2日起", "用工：虚构公司，2015年1月3日起",
    )  # fmt: skip
    parted(union, to_gone=[came.key] if is_chosen else [])
    other.refresh_from_db()
    assert other.person.public_id == kept.public_id, "each is asked about by itself"
    row.refresh_from_db()
    assert row.person.public_id == (gone.public_id if is_chosen else kept.public_id)


def test_two_people_are_not_asked_about_after_parting() -> None:
    kept, gone, pair = two()
    parted(united(pair, kept))
    (again,) = PossibleDuplicate.objects.all()
    assert {again.first.public_id, again.second.public_id} == {kept.public_id, gone.public_id}
    assert (again.verdict, again.reason) == ("different", "是两个人")


def test_that_they_are_not_a_third_stays_said() -> None:
    kept, gone, pair = two()
    other = registered(3)
    told = pair_of(gone, other)
    told.verdict = "different"
    told.save()
    united(pair, kept)
    (left,) = PossibleDuplicate.objects.all()
    assert ({left.first, left.second}, left.verdict) == ({kept, other}, "different")


def test_a_login_opens_the_record_that_stays_and_its_own_again() -> None:
    kept, gone, pair = two()
    kept.phone = ""
    kept.save()
    account = accounts.worker_account(now=NOW, phone=gone.phone)
    gone.account = account
    gone.save()
    union = united(pair, kept)
    kept.refresh_from_db()
    assert (kept.account, kept.phone) == (account, account.phone)
    again = parted(union).person
    kept.refresh_from_db()
    assert (again.account, kept.account, kept.phone) == (account, None, "")


def test_of_two_logins_the_one_of_the_record_that_stays_opens_it() -> None:
    kept, gone, pair = two()
    for person, phone in ((kept, "13000000011"), (gone, "13000000012")):
        person.account = accounts.worker_account(now=NOW, phone=phone)
        person.save()
    mine, its = kept.account, gone.account
    union = united(pair, kept)
    kept.refresh_from_db()
    assert kept.account == mine
    assert parted(union).person.account == its


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "duplicates.no_reason"),
        ({"keep_id": "0" * 32}, "duplicates.keep"),
        ({"by": CLERK_FAR}, "access.denied"),
        ({"by": Principal("auditor", "审计员", (Grant("auditor", CITY),))}, "access.denied"),
    ],
)
def test_who_unites_and_how(changed: dict[str, object], code: str) -> None:
    kept, _, pair = two()
    before = everything()
    with pytest.raises(DomainError) as refused:
        united(pair, kept, **changed)
    assert refused.value.code == code
    assert everything() == before


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "duplicates.no_reason"),
        ({"union_id": "0" * 32}, "unions.not_found"),
        ({"by": CLERK_FAR}, "access.denied"),
    ],
)
def test_who_parts_and_how(changed: dict[str, object], code: str) -> None:
    kept, _, pair = two()
    union = united(pair, kept)
    before = everything()
    with pytest.raises(DomainError) as refused:
        parted(union, **changed)
    assert refused.value.code == code
    assert everything() == before


def test_parted_once_only() -> None:
    kept, _, pair = two()
    union = united(pair, kept)
    parted(union)
    with pytest.raises(DomainError) as refused:
        parted(union)
    assert refused.value.code == "unions.not_found"


def test_the_number_of_the_other_leads_to_the_record_that_stays() -> None:
    kept, gone, pair = two()
    union = united(pair, kept)
    assert registered(2) == kept, "the counter registers nobody anew"
    (shown,) = queries.search(CLERK, gone.resident_number, now=LATER).people
    assert shown.public_id == kept.public_id.hex
    parted(union)
    (shown,) = queries.search(CLERK, gone.resident_number, now=LATER).people
    assert shown.public_id == gone.public_id.hex


def test_each_thing_that_came_since_is_told_with_its_kind_and_day() -> None:
    kept, _, pair = two()
    union = united(pair, kept)
    person = Person.objects.get(pk=kept.pk)
    home = Household.objects.create(region="510403", registered_at=NOW)
    HouseholdMember.objects.create(household=home, person=person, relation="other", valid_from=TODAY)
    PersonFact.objects.create(
        person=person, fact="月工资", value="1", source="虚构", verification="claimed", valid_from=TODAY,
        recorded_at=NOW, region="510403",
    )  # fmt: skip
    ClaimCode.objects.create(person=person, digest="虚构", made_at=NOW, made_by="clerk", ends_at=LATER)
    told = {each.words for each in unions.union(CLERK, union.public_id.hex, now=LATER).since}
    assert told == {
        "家庭户里的“其他”，2016年6月1日起", "事实“月工资”，2016年6月1日记的", "认领码（2016年6月1日）",
    }  # fmt: skip


def test_rows_are_described_by_one_folder_alone() -> None:
    with pytest.raises(ValueError, match=r"casework.Party.*registered twice.*of_parties.*of_facts"):
        uniting.describe("casework.Party", "person", parting.of_facts)


def test_what_could_not_come_along_is_told() -> None:
    kept, gone, pair = two()
    for person in (kept, gone):
        home = Household.objects.create(region="510403", registered_at=NOW)
        HouseholdMember.objects.create(household=home, person=person, relation="other", valid_from=TODAY)
    union = united(pair, kept)
    assert unions.union(CLERK, union.public_id.hex, now=LATER).left == {"家庭成员": 1}


def test_what_a_clerk_wrote_is_sealed_and_no_trail_names_the_other() -> None:
    kept, gone, pair = two()
    parted(united(pair, kept))
    for model, column in (
        (UnitedRecord, "reason"),
        (UnitedRecord, "parted_because"),
        (PossibleDuplicate, "reason"),
    ):
        (kept_text,) = model.objects.annotate(text=Cast(column, models.TextField())).values_list(
            "text", flat=True
        )
        assert "两张证件" not in kept_text and "是两个人" not in kept_text
    written = {person: str(list(trail_of(person))) for person in (kept, gone)}
    assert REASON not in written[kept]
    assert kept.public_id.hex not in written[gone]


def trail_of(person: Person) -> models.QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(person_ref=person.public_id.hex).order_by("pk").values_list("data")


def test_a_login_that_was_proved_by_name_stays_so() -> None:
    kept, gone, pair = two()
    gone.account = accounts.worker_account(now=NOW, phone="13000000012")
    gone.save()
    Person.objects.filter(pk=kept.pk).update(assurance="real-name")
    united(pair, kept)
    kept.refresh_from_db()
    assert (kept.account, kept.assurance) == (gone.account, "real-name")


def test_who_took_a_row_out_and_when_stands_in_its_history() -> None:
    kept, gone, pair = two()
    key = gone.pk
    united(pair, kept)
    last = Person.history.filter(id=key).latest("history_id")
    assert (last.history_type, last.history_user_id, last.history_date) == ("-", "clerk", LATER)


def test_two_clerks_one_of_whose_pairs_has_gone_into_another() -> None:
    kept, gone, pair = two()
    other = registered(3)
    mine = pair_of(gone, other)
    united(pair, kept)
    assert duplicates.waiting(mine.public_id.hex).first in (kept, other), (
        "the pair is of the record that stays"
    )


def test_a_table_that_is_no_more_keeps_nobody_from_parting() -> None:
    kept, gone, pair = two()
    work(gone)
    union = united(pair, kept)
    told = json.loads(union.before)
    told["moved"].append(["registry.Forgotten", "person", 1])
    union.before = json.dumps(told)
    union.save()
    assert unions.union(CLERK, union.public_id.hex, now=LATER).moved == 2
    assert parted(union).lost == 1


def test_the_union_is_found_by_number_and_name_of_either() -> None:
    kept, gone, pair = two()
    gone.name = "单大川"
    gone.save()
    united(pair, kept)
    for sought in (kept.resident_number, gone.resident_number, kept.name, "单大川"):
        assert unions.search(CLERK, sought, now=LATER).count() == 1
    assert not unions.search(CLERK, "单大海", now=LATER).exists()
    assert not unions.search(CLERK_FAR, kept.name, now=LATER).exists()
    assert len(unions.of_person(CLERK, kept.public_id.hex)) == 1
    assert unions.of_person(CLERK_FAR, kept.public_id.hex) == []


def test_the_list_shows_nobody_in_full() -> None:
    kept, gone, pair = two()
    united(pair, kept)
    (row,) = unions.rows(CLERK, unions.unions(CLERK), now=LATER)
    assert gone.name not in repr(row)
    assert gone.resident_number not in repr(row)
    assert not unions.unions(CLERK_FAR).exists()


def test_killed_at_any_statement_both_are_as_they_were_or_whole(tmp_path: Path, tables: Path | None) -> None:
    """Statements of uniting and of parting, each in a process of its own that is killed there; all before a release."""
    data = tmp_path / "data"
    data.mkdir()
    if tables:
        shutil.copy(tables, data / "huigong.sqlite3")
    others = ("HUIGONG_D", "DJANGO", "DATABASE_URL")  # a database of its own, whatever this run is on
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    first, apart = effort.some_of(5)
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.registry.killed_records", str(first), str(apart)],
        cwd=ROOT,
        env={**kept, "HUIGONG_DATA": str(data)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["unite"]["past"] > 30 and told["part"]["past"] > 20
    assert told["unite"]["killed"] > 30 // apart and told["part"]["killed"] > 20 // apart
    assert told["unite"]["otherwise"] == told["part"]["otherwise"] == 0
    assert told["as before"] is True
