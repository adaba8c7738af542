"""Who may stand in the register twice: found, looked at by somebody, and never asked about again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry import duplicates as pages
from huigong.registry.actions import duplicates, people
from huigong.registry.linking import joining
from huigong.registry.models import Person, PossibleDuplicate, SameOrNot
from tests.unit.registry.someone import CITY, CLERK, CLERK_FAR, FAR, HERE, NOW, resident_number

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 17)
LATER = NOW + timedelta(days=1)


def registered(turn: int, *, born: date = BORN, **said: str) -> Person:
    given = {
        "name": "单晓禾",
        "phone": "13000000001",
        "address": "虚构县禾乡一村1号",
        "residence": HERE,
    } | said
    return people.register(
        by=Principal("clerk", "窗口甲", (Grant("clerk", CITY), Grant("clerk", FAR))),
        now=NOW,
        resident_number=resident_number(2 * turn, born=born),
        hukou_place="511402",
        **given,
    )


def search(region: str = CITY) -> duplicates.Searched:
    return duplicates.search(by=SYSTEM, now=LATER, region=region)


def pair() -> PossibleDuplicate:
    return PossibleDuplicate.objects.get()


def decide(verdict: SameOrNot = SameOrNot.DIFFERENT, **changed: object) -> PossibleDuplicate:
    given = {"by": CLERK, "now": LATER, "verdict": verdict, "reason": "看过两张证件"} | changed
    return duplicates.decide(**({"pair_id": given.get("pair_id") or pair().public_id.hex} | given))


@pytest.mark.parametrize(
    ("other", "is_asked"),
    [
        ({}, True),
        ({"address": "别处"}, True),
        ({"phone": "13000000002"}, True),
        ({"phone": "13000000002", "address": "别处"}, False),  # a namesake of the same day
        ({"name": "单晓麦"}, False),  # a twin
        ({"born": date(1955, 5, 17)}, False),  # a parent of the same name and phone
        ({"residence": FAR}, False),
    ],
)
def test_who_is_asked_about(other: dict[str, object], is_asked: bool) -> None:
    registered(1)
    registered(2, **other)
    assert (search().new == 1) is is_asked
    assert PossibleDuplicate.objects.count() == is_asked


def test_again_changes_nothing_and_the_trail_tells_numbers_only() -> None:
    registered(1), registered(2)
    assert search() == duplicates.Searched(people=2, new=1, waiting=1)
    before = list(PossibleDuplicate.objects.values())
    assert search() == duplicates.Searched(people=2, new=0, waiting=1)
    assert list(PossibleDuplicate.objects.values()) == before
    assert [event.data for event in AuditEvent.objects.filter(verb=duplicates.SEARCHED).order_by("pk")] == [
        {"people": 2, "new": 1, "waiting": 1, "left_out": 0},
        {"people": 2, "new": 0, "waiting": 1, "left_out": 0},
    ]
    assert "单晓禾" not in pair().evidence


def test_what_neither_record_says_is_not_told_to_be_the_same() -> None:
    registered(1, phone=""), registered(2, phone="")
    search()
    same = pages.pair(CLERK, pair().public_id.hex, now=NOW).same
    assert "address" in same and "phone" not in same


def test_two_people_are_never_asked_about_again() -> None:
    first, second = registered(1), registered(2)
    search()
    decide()
    assert search() == duplicates.Searched(people=2, new=0, waiting=0)
    assert not pages.pairs(CLERK).exists()
    with pytest.raises(DomainError) as refused:
        decide(SameOrNot.UNSURE)
    assert refused.value.code == "duplicates.decided"
    told = AuditEvent.objects.filter(verb="registry.duplicates.decided").order_by("pk")
    assert [event.person_ref for event in told] == [first.public_id.hex, second.public_id.hex]
    assert all(event.data == {"verdict": "different"} for event in told), "neither names the other"


def test_pairs_that_somebody_decided_leave_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue of two, in a county of five of one name, day and home: ten pairs, and each is asked about once."""
    monkeypatch.setattr(joining, "QUEUE_LEAST", 2)
    for turn in range(5):
        registered(turn)
    searched, asked = search(), 0
    assert searched.new == 2 and searched.left_out
    while searched.new:
        for waiting in list(pages.pairs(CLERK).filter(verdict="")):
            verdict = SameOrNot.UNSURE if asked % 3 == 0 else SameOrNot.DIFFERENT
            decide(verdict, pair_id=waiting.public_id.hex)
            asked += 1
        searched = search()
    assert (asked, searched.left_out) == (10, 0)
    assert pages.pairs(CLERK).count() == 4, "those of whom nobody can tell wait on"


def test_nobody_can_tell_and_the_pair_waits_on_at_the_end() -> None:
    registered(1), registered(2)
    search()
    decide(SameOrNot.UNSURE)
    registered(3, address="别处"), search()
    waiting = list(pages.pairs(CLERK))
    assert [each.verdict for each in waiting] == ["", "", "unsure"]


def test_a_pair_goes_when_it_is_alike_no_more_unless_somebody_looked() -> None:
    registered(1)
    second = registered(2, address="别处")
    search()
    second.phone = "13000000077"
    second.save()
    assert search().waiting == 0
    assert not PossibleDuplicate.objects.exists()
    second.phone = "13000000001"
    second.save()
    search()
    decide(SameOrNot.UNSURE)
    second.phone = "13000000077"
    second.save()
    assert search().waiting == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": "  "}, "duplicates.no_reason"),
        ({"reason": "长" * 201}, "text.too_long"),
        ({"by": CLERK_FAR}, "access.denied"),
        ({"by": Principal("auditor", "审计员", (Grant("auditor", CITY),))}, "access.denied"),
        ({"pair_id": "0" * 32}, "duplicates.not_found"),
    ],
)
def test_who_decides_and_how(changed: dict[str, object], code: str) -> None:
    registered(1), registered(2)
    search()
    with pytest.raises(DomainError) as refused:
        decide(**changed)
    assert refused.value.code == code
    assert pair().verdict == ""


def test_only_who_may_register_both_sees_the_pair() -> None:
    registered(1), registered(2)
    search()
    assert pages.pairs(CLERK).count() == 1
    assert not pages.pairs(CLERK_FAR).exists()
    with pytest.raises(DomainError) as refused:
        pages.pair(CLERK_FAR, pair().public_id.hex, now=LATER)
    assert refused.value.code == "duplicates.not_found"
    with pytest.raises(DomainError) as refused:
        pages.pairs(Principal("auditor", "审计员", (Grant("auditor", CITY),)))
    assert refused.value.code == "access.denied"


def test_a_clerk_of_two_counties_sees_a_pair_across_them() -> None:
    registered(1), registered(2, residence="510411")
    search()
    by = Principal("clerk", "窗口甲", (Grant("clerk", HERE), Grant("clerk", "510411")))
    assert pages.pairs(by).count() == 1
    assert not pages.pairs(Principal("clerk", "窗口甲", (Grant("clerk", HERE),))).exists()


def test_looking_is_in_the_trail_of_both() -> None:
    first, second = registered(1), registered(2)
    search()
    shown = pages.pair(CLERK, pair().public_id.hex, now=LATER)
    assert shown.same == {"name", "born_on", "sex", "phone", "hukou_place", "residence", "address"}
    assert shown.sides[0].person.resident_number != first.resident_number, "masked"
    looks = AuditEvent.objects.filter(purpose=pages.PURPOSE)
    assert {look.person_ref for look in looks} == {first.public_id.hex, second.public_id.hex}


def test_the_night_searches_where_something_changed() -> None:
    registered(1), registered(2)
    assert duplicates.search_changed(now=LATER) == 1
    assert duplicates.search_changed(now=LATER) == 0
    assert AuditEvent.objects.filter(verb=duplicates.SEARCHED).count() == 1, "nothing had changed"
