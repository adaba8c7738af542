"""Engagements and households: valid time, recorded time, and what rules learn from them."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from stdnum.cn.uscc import calc_check_digit

from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, RowsRefused
from huigong.registry import facts
from huigong.registry.actions import engagements, households, people
from huigong.registry.employed import NewEngagement
from huigong.registry.models import Employer, Engagement, HouseholdMember, Person
from tests.unit.registry.someone import CITY, CLERK, CLERK_FAR, FAR, HERE, NOW, TODAY, new_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone() -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1)))


@pytest.fixture
def employer() -> Employer:
    return engagements.register_employer(by=CLERK, now=NOW, name="虚构建筑有限公司", region=HERE)


def start(person: Person, employer: Employer, **changed: object) -> Engagement:
    given = {"place": HERE, "valid_from": date(2016, 3, 1), "project": "虚构大桥", "contract_signed": False}
    by = {"by": CLERK, "now": NOW}
    return engagements.start(
        person_id=person.public_id.hex, employer_id=employer.public_id.hex, **{**by, **given, **changed}
    )


def known(person: Person, on: date) -> dict[str, object]:
    return facts.known(CLERK, person.public_id.hex, on, now=NOW)


def test_work_is_known_while_it_lasts_and_silence_is_not_a_no(someone: Person, employer: Employer) -> None:
    start(someone, employer)
    during = known(someone, TODAY)
    assert during["与用人单位建立劳动关系"] is True
    assert during["签订劳动合同"] is False
    assert during["在建筑工地工作"] is True
    assert "与用人单位建立劳动关系" not in known(someone, date(2016, 2, 29))


def test_starting_twice_is_one_engagement(someone: Person, employer: Employer) -> None:
    assert start(someone, employer).pk == start(someone, employer).pk


def test_ending_supersedes_the_open_row_and_can_be_repeated(someone: Person, employer: Employer) -> None:
    opened = start(someone, employer)
    later = NOW + timedelta(days=30)
    end = {"by": CLERK, "now": later, "engagement_id": opened.public_id.hex, "valid_until": date(2016, 6, 15)}
    ended = engagements.end(**end)
    assert engagements.end(**end).pk == ended.pk
    assert Engagement.objects.known_at().get().valid_until == date(2016, 6, 15)
    assert Engagement.objects.known_at(NOW).get().valid_until is None
    assert "与用人单位建立劳动关系" not in known(someone, date(2016, 6, 16))


def test_a_superseded_engagement_is_not_ended_otherwise(someone: Person, employer: Employer) -> None:
    opened = start(someone, employer)
    end = {"by": CLERK, "now": NOW, "engagement_id": opened.public_id.hex}
    engagements.end(**end, valid_until=date(2016, 6, 15))
    with pytest.raises(DomainError) as refused:
        engagements.end(**end, valid_until=date(2016, 6, 20))
    assert refused.value.code == "engagement.superseded"
    with pytest.raises(DomainError) as refused:
        engagements.end(**end, valid_until=date(2016, 2, 1))
    assert refused.value.code == "engagement.period"


def test_a_clerk_neither_starts_nor_ends_a_relatives_work(someone: Person, employer: Employer) -> None:
    me = people.register(by=CLERK, now=NOW, **asdict(new_person(2)))
    opened = start(someone, employer)
    members = [(someone.public_id.hex, "head"), (me.public_id.hex, "spouse")]
    households.form(by=CLERK, now=NOW, region=HERE, members=members, valid_from=date(2015, 1, 1))
    clerk = Principal("clerk", "窗口甲", CLERK.grants, person_id=me.public_id.hex)
    with pytest.raises(DomainError) as refused:
        start(someone, employer, by=clerk)
    assert refused.value.code == "person.own_matter"
    with pytest.raises(DomainError) as refused:
        engagements.end(by=clerk, now=NOW, engagement_id=opened.public_id.hex, valid_until=TODAY)
    assert refused.value.code == "person.own_matter"
    assert Engagement.objects.get().valid_until is None


def test_another_region_starts_no_work_here(someone: Person, employer: Employer) -> None:
    with pytest.raises(DomainError) as refused:
        engagements.start(
            by=CLERK_FAR,
            now=NOW,
            person_id=someone.public_id.hex,
            employer_id=employer.public_id.hex,
            place=HERE,
            valid_from=TODAY,
        )
    assert refused.value.code == "access.denied"


def test_an_employer_is_known_once(employer: Employer) -> None:
    again = engagements.register_employer(by=CLERK, now=NOW, name=" 虚构建筑有限公司 ", region=HERE)
    assert again.pk == employer.pk


class TestHouseholds:
    def form(self, *members: tuple[Person, str], since: date = date(2015, 9, 15)) -> object:
        pairs = [(person.public_id.hex, relation) for person, relation in members]
        return households.form(by=CLERK, now=NOW, region=HERE, members=pairs, valid_from=since)

    def test_nobody_is_in_two_households_at_once(self, someone: Person) -> None:
        self.form((someone, "head"))
        with pytest.raises(DomainError) as refused:
            self.form((someone, "head"))
        assert refused.value.code == "household.already_member"

    def test_leaving_frees_for_another(self, someone: Person) -> None:
        home = self.form((someone, "head"))
        left = {
            "by": CLERK,
            "now": NOW,
            "household_id": home.public_id.hex,
            "person_id": someone.public_id.hex,
            "valid_until": TODAY - timedelta(days=1),
        }
        assert households.leave(**left).pk == households.leave(**left).pk
        self.form((someone, "head"), since=TODAY)
        assert HouseholdMember.objects.filter(person=someone).count() == 2

    def test_joining_twice_is_one_membership(self, someone: Person) -> None:
        home = self.form((someone, "head"))
        child = people.register(by=CLERK, now=NOW, **asdict(new_person(2)))
        joins = {
            "by": CLERK,
            "now": NOW,
            "household_id": home.public_id.hex,
            "person_id": child.public_id.hex,
            "relation": "child",
            "valid_from": TODAY,
        }
        assert households.join(**joins).pk == households.join(**joins).pk


def test_an_employer_written_otherwise_is_the_same_employer() -> None:
    """Without a credit code the name alone tells employers apart."""
    names = ("虚构（北京）建筑有限公司", "虚构(北京) 建筑有限公司\u200b", " 虚构（北京）建筑有限公司")
    kept = {engagements.register_employer(by=CLERK, now=NOW, name=name, region=HERE).pk for name in names}
    assert len(kept) == 1


def test_every_engagement_of_a_file_that_cannot_be_is_named(someone: Person) -> None:
    employer = engagements.register_employer(by=CLERK, now=NOW, name="虚构建筑有限公司", region=HERE)
    spells = [
        (date(2015, 9, 15), None),
        (date(2015, 9, 15), date(2015, 9, 14)),
        (date(1949, 12, 31), None),  # born on 1950-01-01
        (date(1, 1, 1), None),
        (TODAY, date(9999, 12, 31)),
        (date(2199, 1, 1), None),
    ]
    rows = [
        engagements.NewEngagement(someone.public_id.hex, employer.public_id.hex, HERE, since, until)
        for since, until in spells
    ]
    with pytest.raises(RowsRefused) as refused:
        engagements.start_many(by=CLERK, now=NOW, rows=rows)
    assert {number: error.code for number, error in refused.value.rows.items()} == {
        2: "engagement.period",
        3: "engagement.before_birth",
        4: "day.out_of_range",
        5: "day.out_of_range",
        6: "engagement.too_far",
    }
    assert not Engagement.objects.exists()


def code_of(sequence: int) -> str:
    """A unified social credit code that passes every check, of a region that does not exist."""
    body = f"91999999MA{sequence:07d}"
    return body + calc_check_digit(body)


def employ(name: str = "虚构建筑有限公司", **changed: object) -> Employer:
    return engagements.register_employer(by=CLERK, now=NOW, name=name, **{"region": HERE, **changed})


class TestEmployers:
    @pytest.mark.parametrize("name", ["", "-", "。", "无", "12345", "（ ）", "\u200b"])
    def test_what_is_no_name_is_refused(self, name: str) -> None:
        with pytest.raises(DomainError) as refused:
            engagements.register_employer(by=CLERK, now=NOW, name=name, region=HERE)
        assert refused.value.code == "employer.name_missing"
        assert not Employer.objects.exists()

    def test_one_code_under_two_names_is_refused(self) -> None:
        kept = employ(uscc=code_of(1))
        assert employ(" 虚构建筑\u200b有限公司", uscc=code_of(1).lower()).pk == kept.pk
        with pytest.raises(DomainError) as refused:
            employ("虚构劳务有限公司", uscc=code_of(1))
        assert refused.value.code == "employer.name_differs"
        assert Employer.objects.get().name == "虚构建筑有限公司"

    def test_a_name_with_and_without_its_code_is_one_employer(self) -> None:
        assert employ(uscc=code_of(1)).pk == employ().pk
        bare = employ("虚构劳务有限公司")
        assert employ("虚构劳务有限公司", uscc=code_of(2)).pk == bare.pk
        assert Employer.objects.get(pk=bare.pk).uscc == code_of(2)

    def test_a_name_that_stands_for_several_needs_the_code(self) -> None:
        assert employ(uscc=code_of(1)).pk != employ(uscc=code_of(2)).pk
        with pytest.raises(DomainError) as refused:
            employ()
        assert refused.value.code == "employer.several"

    @pytest.mark.parametrize("region", ["510499", "", "虚构县"])
    def test_an_employer_is_in_a_region_on_record(self, region: str) -> None:
        with pytest.raises(DomainError) as refused:
            employ(region=region)
        assert refused.value.code == "regions.unknown"
        assert not Employer.objects.exists()

    def test_a_region_in_full_width_is_the_region(self) -> None:
        assert employ(region="５１０４０３").region == HERE


class TestFiles:
    def row(self, someone: Person, employer: Employer, **changed: object) -> NewEngagement:
        row = NewEngagement(someone.public_id.hex, employer.public_id.hex, HERE, date(2016, 3, 1))
        return replace(row, **changed)

    def load(self, *rows: NewEngagement) -> int:
        return len(engagements.start_many(by=CLERK, now=NOW, rows=rows))

    def refused(self, *rows: NewEngagement) -> dict[int, str]:
        with pytest.raises(RowsRefused) as refused:
            self.load(*rows)
        return {number: error.code for number, error in refused.value.rows.items()}

    @pytest.mark.parametrize(
        "otherwise",
        [
            {"place": CITY},
            {"contract_signed": True},
            {"valid_until": date(2016, 5, 1)},
            {"project": "虚构大桥"},
            {"occupation": "木工"},
        ],
    )
    def test_rows_that_contradict_each_other_or_what_is_known_are_told(
        self, someone: Person, employer: Employer, otherwise: dict[str, object]
    ) -> None:
        row = self.row(someone, employer)
        assert self.refused(row, row, replace(row, **otherwise)) == {
            1: "engagement.rows_differ",
            3: "engagement.rows_differ",
        }
        assert self.load(row, row) == 1
        assert self.load(row) == 0
        assert self.refused(replace(row, **otherwise)) == {1: "engagement.known_otherwise"}

    def test_a_window_is_told_that_a_known_engagement_says_otherwise(
        self, someone: Person, employer: Employer
    ) -> None:
        opened = start(someone, employer)
        assert start(someone, employer, project="", contract_signed=None).pk == opened.pk
        with pytest.raises(DomainError) as refused:
            start(someone, employer, contract_signed=True)
        assert refused.value.code == "engagement.known_otherwise"
        assert "已签劳动合同" in refused.value.what

    def test_an_end_on_record_is_not_undone_by_an_old_file(self, someone: Person, employer: Employer) -> None:
        opened = start(someone, employer)
        engagements.end(by=CLERK, now=NOW, engagement_id=opened.public_id.hex, valid_until=TODAY)
        assert start(someone, employer).valid_until == TODAY
        assert self.refused(self.row(someone, employer)) == {1: "engagement.known_otherwise"}

    def test_every_row_about_nobody_or_nowhere_is_named(self, someone: Person, employer: Employer) -> None:
        assert self.refused(
            self.row(someone, employer),
            self.row(someone, employer, person_id="0" * 32),
            self.row(someone, employer, person_id=None),
            self.row(someone, employer, employer_id="不是编号"),
            self.row(someone, employer, place="510499"),
            self.row(someone, employer, valid_from=None),
            self.row(someone, employer, contract_signed="是"),
        ) == {
            2: "person.not_found",
            3: "person.not_found",
            4: "employer.not_found",
            5: "regions.unknown",
            6: "engagement.no_start",
            7: "row.cell",
        }
        assert not Engagement.objects.exists()

    def test_a_place_and_a_day_are_read_as_people_write_them(
        self, someone: Person, employer: Employer
    ) -> None:
        assert self.load(self.row(someone, employer, place="５１０４０３", valid_from="2016年3月1日")) == 1
        kept = Engagement.objects.get()
        assert (kept.place, kept.valid_from) == (HERE, date(2016, 3, 1))

    def test_a_place_of_others_is_denied_and_not_told_row_by_row(
        self, someone: Person, employer: Employer
    ) -> None:
        with pytest.raises(DomainError) as refused:
            self.load(self.row(someone, employer, place=FAR))
        assert refused.value.code == "access.denied"
