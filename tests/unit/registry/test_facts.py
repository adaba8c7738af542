"""Facts about people: who may say what, which word counts, and what was believed when."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.audit.models import AuditEvent
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError, RowsRefused
from huigong.registry import factnames, facts, factvalues
from huigong.registry.actions import facts as stating
from huigong.registry.actions import people
from huigong.registry.models import Person, PersonFact
from huigong.rules.facts import Fact
from huigong.rules.spans import months_after
from huigong.rules.values import Type
from tests.unit.registry.someone import CITY, CLERK, HERE, NOW, TODAY, new_person

PERMIT = "持有居住证"


@pytest.fixture
def someone(db: None) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1)))


def state(person: Person, value: object = True, *, by: Principal = CLERK, **changed: object) -> PersonFact:
    given = {
        "fact": PERMIT,
        "source": "窗口",
        "verification": "claimed",
        "valid_from": TODAY,
        "now": NOW,
    }
    return stating.record(by=by, person_id=person.public_id.hex, value=value, **{**given, **changed})


def known(person: Person, on: date = TODAY, **changed: object) -> dict[str, object]:
    return facts.known(CLERK, person.public_id.hex, on, now=NOW, **changed)


def test_registration_itself_is_known(someone: Person) -> None:
    assert known(someone) == {
        "出生日期": date(1950, 1, 1),
        "性别": "男",
        "户籍地": "511402",
        "现居住地": HERE,
        "居住起始日期": date(2015, 9, 15),
    }


def test_the_same_words_twice_are_one_statement(someone: Person) -> None:
    before = AuditEvent.objects.count()
    assert state(someone).pk == state(someone).pk
    assert AuditEvent.objects.count() == before + 1


def test_a_correction_supersedes_and_the_earlier_belief_stays_readable(someone: Person) -> None:
    state(someone, True)
    state(someone, False, now=NOW + timedelta(days=3))
    assert known(someone)[PERMIT] is False
    assert known(someone, known_at=NOW + timedelta(days=1))[PERMIT] is True
    assert known(someone, known_at=NOW - timedelta(days=1)) == {}


def test_a_surer_word_beats_a_later_claim(someone: Person) -> None:
    state(someone, True, verification="verified", source="公安")
    state(someone, False, now=NOW + timedelta(days=3), valid_from=TODAY + timedelta(days=3))
    assert known(someone, TODAY + timedelta(days=5))[PERMIT] is True


def test_a_fact_holds_to_its_last_day(someone: Person) -> None:
    state(someone, True, valid_until=TODAY + timedelta(days=10))
    assert known(someone, TODAY + timedelta(days=10))[PERMIT] is True
    assert PERMIT not in known(someone, TODAY + timedelta(days=11))
    assert PERMIT not in known(someone, TODAY - timedelta(days=1))


YEAR_LATER = date(TODAY.year + 1, TODAY.month, TODAY.day)


def test_what_was_verified_long_ago_is_no_longer_known(someone: Person) -> None:
    """持有居住证 is good for 12 months (policies/facts.yaml); the year before the permit must be endorsed."""
    state(someone, True, verification="verified", source="公安")
    assert known(someone, YEAR_LATER - timedelta(days=1))[PERMIT] is True
    assert PERMIT not in known(someone, YEAR_LATER)


def test_a_fresh_claim_counts_where_the_surer_word_is_stale(someone: Person) -> None:
    state(someone, True, verification="verified", source="公安")
    state(someone, False, now=NOW + timedelta(days=200), valid_from=TODAY + timedelta(days=200))
    assert known(someone, YEAR_LATER - timedelta(days=1))[PERMIT] is True
    assert known(someone, YEAR_LATER)[PERMIT] is False


def test_a_last_day_that_was_stated_goes_before_ageing(someone: Person) -> None:
    state(someone, True, valid_until=TODAY + timedelta(days=1000))
    assert known(someone, TODAY + timedelta(days=1000))[PERMIT] is True


def test_said_again_after_it_went_stale_it_is_good_again(someone: Person) -> None:
    row = stating.NewFact(someone.public_id.hex, PERMIT, True, "文件", "shared", TODAY)
    later = NOW + timedelta(days=400)
    assert [stating.record_many(by=CLERK, now=now, rows=[row]) for now in (NOW, later, later)] == [1, 1, 0]
    state(someone)
    assert state(someone).pk != state(someone, now=later).pk
    assert known(someone, YEAR_LATER + timedelta(days=60))[PERMIT] is True
    assert PersonFact.objects.known_at().count() == 2


def test_a_misspelt_fact_and_a_wrong_type_are_refused(someone: Person) -> None:
    with pytest.raises(DomainError) as misspelt:
        state(someone, fact="持有居住证明")
    assert misspelt.value.code == "facts.unknown"
    with pytest.raises(DomainError) as mistyped:
        state(someone, 1)
    assert mistyped.value.code == "fact.value"


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("居住起始日期", date(2016, 6, 2), "facts.not_yet"),
        ("居住起始日期", date(1949, 12, 31), "facts.too_early"),  # born on 1950-01-01
        ("子女年龄", -1, "facts.too_small"),
        ("子女年龄", 300, "facts.too_large"),
        ("家庭人均月收入", -100, "facts.too_small"),
    ],
)
def test_what_cannot_be_is_recorded_by_nobody_and_no_file(
    someone: Person, fact: str, value: object, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        state(someone, value, fact=fact)
    assert refused.value.code == code
    row = stating.NewFact(someone.public_id.hex, fact, value, "普查", "claimed", TODAY)
    with pytest.raises(DomainError) as refused:
        stating.record_many(by=CLERK, now=NOW, rows=[row])
    assert refused.value.code == code
    assert not PersonFact.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_a_fact_holds_on_days_that_can_be_meant(someone: Person, day: date) -> None:
    for changed in ({"valid_from": day}, {"valid_until": day}):
        with pytest.raises(DomainError):
            state(someone, **changed)


def test_people_claim_about_themselves_and_verify_nothing(someone: Person) -> None:
    worker = Principal("w", "虚构一", person_id=someone.public_id.hex)
    assert state(someone, by=worker).verification == "claimed"
    for sure in ("shared", "verified", "decided"):
        with pytest.raises(DomainError) as refused:
            state(someone, by=worker, verification=sure)
        assert refused.value.code == "access.denied"


def test_a_decision_needs_the_right_to_decide_for_that_office(someone: Person) -> None:
    officer = Principal("o", "经办甲", (Grant("case-officer", CITY, "510400/police"),))
    where = {"verification": "decided", "region": HERE, "by": officer}
    assert state(someone, office="510400/police", **where).verification == "decided"
    with pytest.raises(DomainError) as refused:
        state(someone, office="510400/hrss", **where)
    assert refused.value.code == "access.denied"


def test_no_decision_comes_from_a_file(someone: Person) -> None:
    row = stating.NewFact(someone.public_id.hex, PERMIT, True, "文件", "decided", TODAY)
    with pytest.raises(DomainError) as refused:
        stating.record_many(by=CLERK, now=NOW, rows=[row])
    assert refused.value.code == "fact.decided_in_bulk"


def test_a_file_read_twice_adds_nothing(someone: Person) -> None:
    row = stating.NewFact(someone.public_id.hex, PERMIT, True, "文件", "shared", TODAY)
    assert [stating.record_many(by=CLERK, now=NOW, rows=[row]) for _ in range(2)] == [1, 0]


@given(
    st.one_of(
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.dates(),
        st.text(),
        st.decimals(allow_nan=False, allow_infinity=False, places=6),
    )
)
def test_every_value_comes_back_as_it_was(value: object) -> None:
    kept = factvalues.decode(factvalues.encode(value))
    assert (type(kept), kept) == (type(value), value)


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        factvalues.encode(1.5)
    assert factvalues.encode(Decimal("1.50")) == '{"decimal": "1.50"}'


def refused_rows(*rows: stating.NewFact) -> dict[int, str]:
    with pytest.raises(RowsRefused) as refused:
        stating.record_many(by=CLERK, now=NOW, rows=rows)
    return {number: error.code for number, error in refused.value.rows.items()}


def said(person: Person, value: object = True, **changed: object) -> stating.NewFact:
    row = stating.NewFact(person.public_id.hex, PERMIT, value, "虚构普查", "shared", TODAY)
    return replace(row, **changed)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"verification": "虚"}, "fact.verification"),
        ({"verification": ""}, "fact.verification"),
        ({"verification": None}, "fact.verification"),
        ({"verification": " decided\u200b"}, "fact.decided_in_bulk"),
        ({"verification": "决定认定"}, "fact.decided_in_bulk"),
        ({"valid_from": None}, "fact.no_start"),
        ({"valid_from": "某年"}, "day.not_a_day"),
        ({"valid_until": 42}, "row.cell"),
        ({"source": True}, "row.cell"),
        ({"fact": None}, "facts.unknown"),
        ({"value": None}, "fact.value"),
    ],
)
def test_a_row_with_words_that_nobody_keeps_is_refused(
    someone: Person, changed: dict[str, object], code: str
) -> None:
    assert refused_rows(said(someone), said(someone, **changed)) == {2: code}
    assert not PersonFact.objects.exists()


def test_an_unknown_verification_is_refused_at_the_window_too(someone: Person) -> None:
    with pytest.raises(DomainError) as refused:
        state(someone, verification="虚")
    assert refused.value.code == "fact.verification"
    assert "部门共享" in refused.value.do


def test_words_with_spaces_around_them_are_the_same_words(someone: Person) -> None:
    rows = [said(someone), said(someone, source=" 虚构普查\u3000", verification="部门共享 ")]
    assert stating.record_many(by=CLERK, now=NOW, rows=rows) == 1
    assert state(someone, source=" 虚构普查 ", verification="shared").pk == PersonFact.objects.get().pk


@pytest.mark.parametrize("otherwise", [{"value": False}, {"valid_until": TODAY}, {"basis": "虚构依据"}])
def test_rows_and_files_that_contradict_each_other_are_refused(
    someone: Person, otherwise: dict[str, object]
) -> None:
    rows = [said(someone), said(someone, source="别的来源"), said(someone, **otherwise)]
    assert refused_rows(*rows) == {1: "fact.rows_differ", 3: "fact.rows_differ"}
    assert stating.record_many(by=CLERK, now=NOW, rows=rows[:2]) == 2
    assert refused_rows(rows[1], rows[2]) == {2: "fact.known_otherwise"}
    assert known(someone)[PERMIT] is True


def test_every_row_about_nobody_is_named(someone: Person) -> None:
    rows = [said(someone), said(someone, person_id="0" * 32), said(someone, person_id=None)]
    assert refused_rows(*rows) == {2: "person.not_found", 3: "person.not_found"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"valid_from": date(1949, 12, 31)}, "fact.before_birth"),  # born on 1950-01-01
        ({"valid_from": date(2199, 1, 1)}, "fact.too_far"),
        ({"valid_from": date(2017, 6, 3)}, "fact.too_far"),
        ({"fact": "户籍地", "value": "虚构县"}, "regions.unknown"),
        ({"fact": "现居住地", "value": "999999"}, "regions.unknown"),
        ({"fact": "户籍地", "value": ""}, "fact.value"),
        ({"fact": "户籍地", "value": " \u200b"}, "fact.value"),
        ({"fact": "出生日期", "value": date(1950, 1, 2)}, "fact.number_differs"),
        ({"fact": "性别", "value": "女"}, "fact.number_differs"),
        ({"fact": "年龄", "value": 65}, "fact.number_differs"),
    ],
)
def test_what_contradicts_the_person_is_recorded_by_nobody_and_no_file(
    someone: Person, changed: dict[str, object], code: str
) -> None:
    assert refused_rows(said(someone), said(someone, **changed)) == {2: code}
    with pytest.raises(DomainError) as refused:
        state(someone, **changed)
    assert refused.value.code == code
    assert not PersonFact.objects.exists()


def test_what_agrees_with_the_person_is_recorded(someone: Person) -> None:
    rows = [
        said(someone, fact="出生日期", value=date(1950, 1, 1)),
        said(someone, fact="性别", value="男"),
        said(someone, fact="年龄", value=66),
        said(someone, fact="户籍地", value="511402"),
        said(someone, valid_from=TODAY + timedelta(days=100)),
    ]
    assert stating.record_many(by=CLERK, now=NOW, rows=rows) == 5


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e40"])
def test_a_decimal_that_no_rule_can_count_with_fits_no_fact(value: str) -> None:
    fact = Fact("虚构比例", Type.DECIMAL)
    assert factnames.fits(fact, Decimal("0.5"))
    assert not factnames.fits(fact, Decimal(value))


@pytest.mark.parametrize(
    ("fact", "months"),
    [
        ("已领本次生育津贴", 9),
        ("已认定工伤", 1),
        ("已领农民合同制工人补助", 12),
        ("已领培训补贴", 1),
        ("已登记为村选民", 6),
    ],
)
def test_what_was_granted_for_one_time_says_nothing_of_the_next(
    someone: Person, fact: str, months: int
) -> None:
    state(someone, fact=fact, verification="verified", source="部门")

    assert known(someone, months_after(TODAY, months) - timedelta(days=1))[fact] is True
    assert fact not in known(someone, months_after(TODAY, months))
