"""Registering people: once by number, sealed, with one audit event and row history."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from huigong.audit.fields import blind_index
from huigong.audit.models import AuditEvent
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import DomainError, RowsRefused
from huigong.registry import queries
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.audit.trail import is_whole
from tests.unit.registry.someone import CLERK, CLERK_FAR, FAR, HERE, NOW, new_person, resident_number, rounded

pytestmark = pytest.mark.django_db


def register(sequence: int = 1, by: Principal = CLERK, **changed: object) -> Person:
    return people.register(by=by, now=NOW, **asdict(new_person(sequence, **changed)))


def test_registering_derives_sex_and_birth_from_the_number() -> None:
    person = register(1)
    assert (person.sex, person.born_on) == ("male", date(1950, 1, 1))


def test_the_same_number_is_the_same_person_and_leaves_one_event() -> None:
    first, again = register(), register()
    assert first.pk == again.pk
    assert [event.verb for event in AuditEvent.objects.all()] == ["registry.person.registered"]


@pytest.mark.parametrize("length", [15, 16, 17])
def test_a_number_cut_short_registers_nobody(length: int) -> None:
    young = resident_number(123, born=date(2005, 3, 7))
    with pytest.raises(DomainError) as refused:
        register(1, resident_number=young[:length])
    assert refused.value.code == "identity.length"
    assert not Person.objects.exists()


@pytest.mark.parametrize("dot", "•．.・‧∙。")
def test_a_name_typed_otherwise_is_the_same_person_for_register_and_look_up(dot: str) -> None:
    kept = register(1, name="虚力米热·虚比布力")
    typed = f" 虚力米热{dot}\u200b虚比布力"
    assert register(1, name=typed).pk == kept.pk
    assert [
        row.pk for row in people.register_many(by=CLERK, now=NOW, rows=[new_person(1, name=typed)]).people
    ] == [kept.pk]
    assert [view.public_id for view in queries.find(CLERK, now=NOW, name=typed).people] == [
        kept.public_id.hex
    ]


def test_number_phone_and_codes_are_kept_in_one_spelling() -> None:
    kept = register(1)
    spelt = register(
        1,
        resident_number=f"{kept.resident_number[:6]} {kept.resident_number[6:]}\ufeff".translate(
            {ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789"}
        ),
        phone="＋86 139-0000-0001",
        hukou_place="５１１４０２",
    )
    assert spelt.pk == kept.pk
    assert queries.find(CLERK, now=NOW, phone="(+86)139 0000 0001").people[0].public_id == kept.public_id.hex


def test_a_number_under_another_name_is_refused_with_the_way_out() -> None:
    register(1)
    with pytest.raises(DomainError, match="窗口") as refused:
        register(1, name="虚构乙")
    assert refused.value.code == "person.name_differs"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "person.name_missing"),
        ({"residence": "510499"}, "regions.unknown"),
        ({"hukou_place": "四川"}, "regions.unknown"),
        ({"resident_number": resident_number(1, born=date(2016, 6, 2))}, "person.not_born"),
        ({"phone": "12345"}, "identity.phone"),
        ({"name": "123"}, "person.name_character"),
        ({"name": "<b>虚</b>"}, "person.name_character"),
        ({"name": "·"}, "person.name_no_letter"),
        ({"name": "合 计"}, "person.name_nobody"),
        ({"name": "同上"}, "person.name_nobody"),
        ({"name": "null"}, "person.name_nobody"),
        ({"residence_since": date(2016, 6, 2)}, "person.residence_future"),
        ({"residence_since": date(9999, 12, 31)}, "person.residence_future"),
        ({"residence_since": date(1949, 12, 31)}, "person.residence_before_birth"),
        ({"residence_since": date(1, 1, 1)}, "person.residence_before_birth"),
        ({"address": "虚" * 201}, "text.too_long"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        register(1, **changed)
    assert refused.value.code == code
    assert not Person.objects.exists()


def test_a_clerk_registers_only_in_the_own_region() -> None:
    with pytest.raises(DomainError) as refused:
        register(1, by=CLERK_FAR)
    assert refused.value.code == "access.denied"
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_identifies_a_person_is_not_readable_in_the_database() -> None:
    person = register(1, address="虚构路1号")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_person")
        row = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM registry_personhistory")
        row += repr(cursor.fetchall())
        cursor.execute("SELECT * FROM audit_auditevent")
        row += repr(cursor.fetchall())
    for plain in (person.name, person.resident_number, person.phone, person.address):
        assert plain not in row


def test_a_refused_row_keeps_nothing_of_a_batch() -> None:
    rows = [new_person(1), new_person(2), new_person(3, resident_number="123")]
    with pytest.raises(DomainError) as refused:
        people.register_many(by=CLERK, now=NOW, rows=rows)
    assert refused.value.code == "identity.length"
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("beside", "refused_rows"),
    [(rounded(right=False), [1, 2]), (123456789012345.0, [1, 2]), ("123", [2]), (None, [])],
)
def test_zeros_that_come_out_right_are_as_doubtful_as_the_file(
    beside: object, refused_rows: list[int]
) -> None:
    other = new_person(2) if beside is None else new_person(2, resident_number=beside)
    rows = [new_person(1, resident_number=rounded(right=True)), other]
    if not refused_rows:
        assert len(people.register_many(by=CLERK, now=NOW, rows=rows).people) == 2
        return
    with pytest.raises(RowsRefused) as refused:
        people.register_many(by=CLERK, now=NOW, rows=rows)
    assert list(refused.value.rows) == refused_rows


def test_a_batch_knows_who_is_registered_and_who_is_named_twice() -> None:
    known = register(1)
    made = people.register_many(by=CLERK, now=NOW, rows=[new_person(2), new_person(1), new_person(2)]).people
    assert [person.name for person in made] == ["虚构二", "虚构一", "虚构二"]
    assert made[1].pk == known.pk
    assert Person.objects.count() == 2
    assert AuditEvent.objects.last().data == {"given": 3, "registered": 1, "left": 0}


def test_a_file_that_gives_a_known_number_another_name_is_refused() -> None:
    register(1)
    with pytest.raises(RowsRefused) as refused:
        people.register_many(by=CLERK, now=NOW, rows=[new_person(2), new_person(1, name="完全不同")])
    assert refused.value.code == "person.name_differs"
    assert list(refused.value.rows) == [2]
    assert Person.objects.count() == 1


def test_two_rows_of_one_number_and_two_names_are_both_named() -> None:
    rows = [new_person(1), new_person(2), new_person(1, name="乙名")]
    with pytest.raises(RowsRefused) as refused:
        people.register_many(by=CLERK, now=NOW, rows=rows)
    assert refused.value.code == "person.name_differs"
    assert list(refused.value.rows) == [1, 3]
    assert "第3行" in refused.value.rows[1].what
    assert "第1行" in refused.value.rows[3].what
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"phone": "13900009999"}, {"residence": "510411"}, {"residence_since": None}, {"address": "甲"}],
)
def test_two_rows_that_say_different_things_of_one_person_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(RowsRefused) as refused:
        people.register_many(by=CLERK, now=NOW, rows=[new_person(1), new_person(1, **changed)])
    assert refused.value.code == "person.rows_differ"
    assert list(refused.value.rows) == [1, 2]


def test_every_row_that_cannot_be_is_told_at_once() -> None:
    rows = [
        new_person(1, resident_number="123"),
        new_person(2),
        new_person(3, name="😀"),
        new_person(4, phone="1"),
        new_person(2, name="另一个"),
    ]
    with pytest.raises(RowsRefused) as refused:
        people.register_many(by=CLERK, now=NOW, rows=rows)
    assert {row: error.code for row, error in refused.value.rows.items()} == {
        1: "identity.length",
        2: "person.name_differs",
        3: "person.name_character",
        4: "identity.phone",
        5: "person.name_differs",
    }
    assert refused.value.code == "rows.refused"
    assert "第3行" in str(refused.value)
    assert not Person.objects.exists()


def test_somebody_older_than_anybody_is_a_slip() -> None:
    with pytest.raises(DomainError) as refused:
        people.register(
            by=CLERK,
            now=NOW.replace(year=2036),
            **asdict(new_person(1, resident_number=resident_number(1, born=date(1900, 1, 1)))),
        )
    assert refused.value.code == "person.too_old"


@pytest.mark.parametrize(
    ("since", "code"),
    [
        (date(2016, 6, 2), "person.residence_future"),
        (date(1900, 1, 1), "person.residence_before_birth"),
    ],
)
def test_nobody_moves_in_before_birth_or_tomorrow(since: date, code: str) -> None:
    person = register(1)
    with pytest.raises(DomainError) as refused:
        people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence=HERE, since=since)
    assert refused.value.code == code


def test_moving_keeps_the_earlier_row_in_history() -> None:
    person = register()
    later = NOW + timedelta(days=30)
    people.move(
        by=CLERK, now=later, person_id=person.public_id.hex, residence="510411", since=date(2016, 6, 20)
    )
    rows = list(person.history.order_by("history_date").values_list("residence", "history_user_id"))
    assert rows == [(HERE, "clerk"), ("510411", "clerk")]
    assert person.history.as_of(NOW).residence == HERE


def test_people_change_their_own_phone_and_nobody_elses() -> None:
    one, other = register(1), register(2)
    own = Principal("a", "虚构一", person_id=str(one.public_id))
    people.change_contact(by=own, now=NOW, person_id=one.public_id.hex, phone="139 0000 9999")
    assert Person.objects.get(pk=one.pk).phone == "13900009999"
    with pytest.raises(DomainError) as refused:
        people.change_contact(by=own, now=NOW, person_id=other.public_id.hex, phone="13900009999")
    assert refused.value.code == "access.denied"


def test_a_changed_phone_is_found_and_the_old_one_is_not() -> None:
    person = register(1)
    people.change_contact(by=CLERK, now=NOW, person_id=person.public_id.hex, phone="13900009999")
    assert [view.public_id for view in queries.find(CLERK, now=NOW, phone="13900009999").people] == [
        person.public_id.hex
    ]
    assert queries.find(CLERK, now=NOW, phone="13900000001").people == ()


class TestOwnRegistration:
    def own_account(self, phone: str) -> tuple[Account, Principal]:
        account = Account.objects.create_user(
            f"w{phone}", kind=Account.Kind.WORKER, phone=phone, opened_at=NOW
        )
        return account, Principal(str(account.public_id), "务工人员")

    def register_own(self, by: Principal, sequence: int, **changed: object) -> Person:
        row = asdict(new_person(sequence, **changed))
        del row["phone"]
        return people.register_own(by=by, now=NOW, **row)

    def test_links_the_account_that_proved_the_phone(self) -> None:
        account, worker = self.own_account("13900000001")
        person = self.register_own(worker, 1)
        assert (person.account_id, person.phone) == (account.pk, "13900000001")
        assert queries.person_id_of_account(worker.account_id) == person.public_id.hex

    def test_whether_the_register_knows_the_number_makes_no_difference(self) -> None:
        known = register(1)
        for sequence, phone in ((1, known.phone), (1, "13900000009"), (2, "13900000008")):
            account, worker = self.own_account(phone)
            said = self.register_own(worker, sequence)
            assert (said.account, said.assurance) == (account, "phone")
            assert self.register_own(worker, sequence) == said, "sent twice"
        assert Person.objects.get(pk=known.pk).account is None

    def test_an_account_is_one_person_s(self) -> None:
        _, worker = self.own_account("13900000001")
        said = self.register_own(worker, 1)
        with pytest.raises(DomainError) as refused:
            self.register_own(worker, 2)
        assert refused.value.code == "person.account_taken"
        assert Person.objects.get() == said

    def test_is_for_workers_only(self) -> None:
        for by in (SYSTEM, CLERK):
            with pytest.raises(DomainError) as refused:
                self.register_own(by, 1)
            assert refused.value.code == "access.denied"


def test_a_region_the_clerk_cannot_move_people_to() -> None:
    person = register()
    with pytest.raises(DomainError) as refused:
        people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence=FAR, since=date(2016, 5, 1))
    assert refused.value.code == "access.denied"


def test_the_trail_of_several_actions_verifies() -> None:
    person = register()
    people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence="510411", since=date(2016, 5, 1))
    queries.person(CLERK, person.public_id.hex, now=NOW)
    assert AuditEvent.objects.count() == 3
    assert is_whole()


def test_names_from_before_are_spelt_anew_and_what_cannot_be_is_kept() -> None:
    migration = import_module("huigong.registry.migrations.0002_one_spelling_one_head")
    stored = {"李\u200b虚": "李虚", "虚力米热•虚比": "虚力米热·虚比", "虚构 1": "虚构 1", "<b>": "<b>"}
    keys = {}
    for sequence, old in enumerate(stored, start=1):
        keys[old] = register(sequence).pk
        index = blind_index(old, context="registry.Person.name")
        Person.objects.filter(pk=keys[old]).update(name=old, name_index=index)
    migration.spell_names(apps, None)
    for old, new in stored.items():
        kept = Person.objects.get(pk=keys[old])
        assert (kept.name, kept.name_index) == (new, blind_index(new, context="registry.Person.name"))
    assert len(queries.find(CLERK, now=NOW, name="虚力米热·虚比").people) == 1


class TestCells:
    """What a reader of spreadsheets gives: numbers, days with a time, and nothing at all."""

    def test_what_means_the_same_is_read_the_same(self) -> None:
        changed = [
            {"phone": 13900000001},
            {"phone": 13900000001.0},
            {"residence": 510403, "hukou_place": 511402.0},
            {"residence_since": "2015年9月15日"},
            {"residence_since": datetime(2015, 9, 15, 0, 0)},
            {"residence_since": datetime(2015, 9, 15, 0, 0, tzinfo=UTC)},
            {"residence": "５１０４０３"},
            {"address": None},
        ]
        rows = [new_person(1), *(new_person(1, **each) for each in changed)]
        made = people.register_many(by=CLERK, now=NOW, rows=rows).people
        assert {person.pk for person in made} == {Person.objects.get().pk}

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"resident_number": 999999198001010014}, "row.number_cell"),
            ({"resident_number": 9.9999919800101e17}, "row.number_cell"),
            ({"resident_number": None}, "identity.length"),
            ({"name": None}, "person.name_missing"),
            ({"name": 7}, "person.name_character"),
            ({"name": ["虚"]}, "row.cell"),
            ({"phone": 1.5}, "row.cell"),
            ({"phone": float("nan")}, "row.cell"),
            ({"phone": float("inf")}, "row.cell"),
            ({"phone": True}, "row.cell"),
            ({"phone": 13900000001000000}, "row.cell"),
            ({"residence": None}, "regions.unknown"),
            ({"hukou_place": "100000"}, "place.too_wide"),
            ({"residence": 100000}, "place.too_wide"),
            ({"residence_since": datetime.max.replace(tzinfo=UTC)}, "day.beyond_calendar"),
            ({"residence_since": 42262}, "row.cell"),
            ({"residence_since": "去年"}, "day.not_a_day"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_its_row(self, changed: dict[str, object], code: str) -> None:
        with pytest.raises(RowsRefused) as refused:
            people.register_many(by=CLERK, now=NOW, rows=[new_person(2), new_person(1, **changed)])
        assert {row: error.code for row, error in refused.value.rows.items()} == {2: code}
        assert not Person.objects.exists()


class TestKnownPeopleInAFile:
    @pytest.mark.parametrize(
        ("changed", "columns"),
        [
            ({"phone": "13900009999"}, ("手机号",)),
            ({"residence": "510411", "residence_since": date(2016, 1, 1)}, ("常住地", "居住起始日")),
            ({"hukou_place": "510421"}, ("户籍地",)),
            ({"address": "虚构路2号"}, ("住址",)),
            ({"phone": "", "residence_since": None}, None),
        ],
    )
    def test_what_a_file_says_otherwise_is_told_and_changes_nothing(
        self, changed: dict[str, object], columns: tuple[str, ...] | None
    ) -> None:
        kept = register(1)
        came = people.register_many(by=CLERK, now=NOW, rows=[new_person(2), new_person(1, **changed)])
        assert came.left == ({2: columns} if columns else {})
        assert AuditEvent.objects.last().data["left"] == len(came.left)
        assert Person.objects.get(pk=kept.pk).phone == kept.phone

    def test_two_rows_of_a_known_person_that_contradict_each_other_are_refused(self) -> None:
        register(1)
        with pytest.raises(RowsRefused) as refused:
            people.register_many(by=CLERK, now=NOW, rows=[new_person(1), new_person(1, phone="13900009999")])
        assert refused.value.code == "person.rows_differ"
        assert list(refused.value.rows) == [1, 2]
