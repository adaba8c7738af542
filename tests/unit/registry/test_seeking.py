"""One box at the counter: a number, a phone, a name as written, a name by ear."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.audit import resealing
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.registry import queries, sounding
from huigong.registry.actions import people
from huigong.registry.models import NameSound, Person
from tests.unit.registry.someone import CLERK, CLERK_FAR, NOW, new_person

pytestmark = pytest.mark.django_db
NAMES = ("单晓明", "李晓明", "黎小明", "吕娜", "虚力米热·虚比", "LYU NA")


@pytest.fixture
def registered() -> dict[str, str]:
    """Name → public id."""
    rows = [new_person(number, name=name) for number, name in enumerate(NAMES, start=1)]
    kept = people.register_many(by=CLERK, now=NOW, rows=rows).people
    return {person.name: person.public_id.hex for person in kept}


def found(text: str, registered: dict[str, str], *, viewer: Principal = CLERK) -> list[str]:
    names = {public_id: name for name, public_id in registered.items()}
    return [names[each.public_id] for each in queries.search(viewer, text, now=NOW).people]


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("单晓明", {"shanxiaoming", "sxm", "danxiaoming", "dxm"}),
        ("吕娜", {"lvna", "ln", "lvnuo"}),
        ("虚力米热·虚比", {"xulimirexubi", "xlmrxb"}),
        ("LYU NA", {"lvna", "ln"}),
        ("乐乐", {"yuele", "yueyue", "lele", "leyue", "yl", "yy", "ll", "ly"}),
    ],
)
def test_a_name_is_indexed_as_it_may_be_read(name: str, sounds: set[str]) -> None:
    assert set(sounding.sounds_of(name)) == sounds


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Shàn Xiǎo-míng", "shanxiaoming"),
        ("LÜ NA", "lvna"),
        ("lyuna", "lvna"),
        ("ｓｘｍ", "sxm"),
        ("nüe", "nve"),
        ("nue", "nve"),
    ],
)
def test_pinyin_has_one_spelling(typed: str, kept: str) -> None:
    assert sounding.spelt(typed) == kept


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("shan xiaoming", ["单晓明"]),
        ("sxm", ["单晓明"]),
        ("dan xiao ming", ["单晓明"]),
        ("lxm", ["李晓明", "黎小明"]),
        ("LvNa", ["吕娜", "LYU NA"]),
        ("lyu na", ["LYU NA", "吕娜"]),  # who is so written comes first
        ("xlmrxb", ["虚力米热·虚比"]),
        ("黎小明", ["黎小明", "李晓明"]),  # heard, and written down otherwise
        ("黎晓明", ["李晓明", "黎小明"]),
        ("xiaoming", []),
        ("李晓", []),
        ("zz", []),
    ],
)
def test_a_name_is_found_by_ear(text: str, names: list[str], registered: dict[str, str]) -> None:
    assert found(text, registered) == names


def test_numbers_and_phones_need_no_choice(registered: dict[str, str]) -> None:
    someone = new_person(1)
    for text in (
        someone.resident_number,
        someone.resident_number.lower(),
        someone.phone,
        f"+86 {someone.phone}",
    ):
        assert found(text, registered) == ["单晓明"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "person.nothing_sought"),
        ("123", "identity.length"),
        ("李3", "person.name_character"),
        ("??", "person.name_character"),
    ],
)
def test_what_cannot_be_is_said(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        queries.search(CLERK, text, now=NOW)
    assert refused.value.code == code


def test_those_found_by_ear_are_told_apart(registered: dict[str, str]) -> None:
    page = queries.search(CLERK, "黎小明", now=NOW)
    assert page.by_ear == {registered["李晓明"]}


def test_nobody_elsewhere_is_heard(registered: dict[str, str]) -> None:
    assert found("sxm", registered, viewer=CLERK_FAR) == []


def test_as_many_queries_for_one_as_for_twenty() -> None:
    def asked(first: int, names: str) -> int:
        rows = [new_person(first + place, name=f"王{each}") for place, each in enumerate(names)]
        people.register_many(by=CLERK, now=NOW, rows=rows)
        with CaptureQueriesContext(connection) as captured:
            assert queries.search(CLERK, "wy", now=NOW).total >= len(names)
        return len(captured)

    assert asked(100, "一") == asked(200, "乙怡义仪宜易益逸艺亿依移") <= 8


def test_who_is_registered_at_the_counter_is_heard_too() -> None:
    given = vars(new_person(9, name="张三"))
    someone = people.register(by=CLERK, now=NOW, **given)
    assert [each.public_id for each in queries.search(CLERK, "zs", now=NOW).people] == [someone.public_id.hex]


def test_what_stood_before_is_filled_in_by_migration_and_by_reseal(registered: dict[str, str]) -> None:
    NameSound.objects.all().delete()
    assert resealing.left_over()["姓名读音"] == len(NAMES)
    sounding.fill(Person, NameSound)
    sounding.fill(Person, NameSound)
    assert found("sxm", registered) == ["单晓明"]
    assert "姓名读音" not in resealing.left_over()
    NameSound.objects.all().delete()
    list(resealing.reseal(by=CLERK, now=NOW))
    assert found("sxm", registered) == ["单晓明"]
    assert "姓名读音" not in resealing.left_over()
