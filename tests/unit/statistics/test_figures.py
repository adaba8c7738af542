"""Indicators over a register: counted by state and month, published as known, revised only with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.records import nights
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.registry.actions import people
from huigong.statistics import actions, queries
from huigong.statistics.cells import Cell
from huigong.statistics.models import Publication
from tests.unit.records.packs import COUNTY, DOCUMENT, installed
from tests.unit.registry.someone import CLERK, new_person

pytestmark = pytest.mark.django_db
CITY, OTHER = "510400", "510422"
OFFICE = Principal("group", "虚构农民工办", (Grant("leading-group-officer", CITY),))
HERE = Principal("here", "虚构农民工办", (Grant("leading-group-officer", COUNTY),))
POLICE = {
    code: Principal(f"p{code}", "虚构民警", (Grant("case-officer", code, f"{code}/police"),))
    for code in (COUNTY, OTHER)
}
INDICATORS = """
- id: plates-valid
  name: 有效的车牌
  from: 2026-01-01
  clauses: ["#第一条"]
  kind: share
  records: ebike-plate
  among: 状态 ≠ 注销
  where: 状态 = 有效
  unit: 块
  good: up
  least: 统计公布下限
- id: plates-new
  name: 新发的车牌
  from: 2026-01-01
  clauses: ["#第一条"]
  kind: count
  records: ebike-plate
  during: 签发.日期
  unit: 块
  least: 统计公布下限
"""
LEAST = """
- name: 统计公布下限
  type: int
  measure: 个
  values: [{value: 3, from: 2026-01-01, clause: "#第一条"}]
"""
UNSET = "- {name: 统计公布下限, type: int, measure: 个, values: []}\n"


@pytest.fixture(scope="module")
def folders() -> Iterator[dict[str, Path]]:
    with TemporaryDirectory() as folder:
        made = {}
        for name, parameters in {"set": LEAST, "unset": UNSET}.items():
            made[name] = installed(Path(folder) / name)
            (made[name] / DOCUMENT / "indicators.yaml").write_text(INDICATORS, encoding="utf-8")
            (made[name] / DOCUMENT / "parameters.yaml").write_text(parameters, encoding="utf-8")
        yield made


@pytest.fixture(autouse=True)
def packs(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(folders["set"]))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def plate(number: int, *, on: date, until: date, region: str = COUNTY) -> str:
    person = people.register(by=CLERK, now=at(on), **asdict(new_person(number, residence=region)))
    row = recording.begin(
        by=POLICE[region], now=at(on), kind="ebike-plate", subject=Subject(About.PERSON, person.public_id.hex),
        region=region, event="签发", on=on, said={"车架号": f"AB{number:03d}", "检验有效期": until.isoformat()},
    )  # fmt: skip
    return row.public_id.hex


def plates(
    *, valid: int, lapsed: int, region: str = COUNTY, start: int = 1, on: date = date(2026, 6, 1)
) -> list[str]:
    many = range(start, start + valid + lapsed)
    return [
        plate(n, on=on, until=date(2026, 8, 1) if n - start < lapsed else date(2028, 1, 1), region=region)
        for n in many
    ]


def cells(
    viewer: Principal, id: str, region: str, *, on: date, month: date | None = None
) -> dict[str, Cell | None]:
    shown = queries.shown(viewer, id, region=region, month=month, now=at(on))
    return {place.code: place.cell for place in shown.places} | {"all": shown.total}


def test_a_share_is_of_those_that_count_and_turns_with_the_state() -> None:
    first, *_ = plates(valid=4, lapsed=3)
    assert cells(HERE, "plates-valid", COUNTY, on=date(2026, 6, 2))["all"] == Cell(7, 0, 0)
    nights.turn(now=at(date(2026, 8, 2)))
    assert cells(HERE, "plates-valid", COUNTY, on=date(2026, 8, 2))["all"] == Cell(4, 3, 0)
    recording.add(
        by=POLICE[COUNTY],
        now=at(date(2026, 8, 3)),
        record_id=first,
        event="注销",
        on=date(2026, 8, 3),
        said={},
    )
    assert cells(HERE, "plates-valid", COUNTY, on=date(2026, 8, 3))["all"] is None, (
        "two lapsed are too few to show"
    )


def test_a_month_counts_its_first_day_and_its_last_and_no_other() -> None:
    for number, day in enumerate(
        (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 15), date(2026, 6, 30), date(2026, 7, 1)), 1
    ):
        plate(number, on=day, until=date(2028, 1, 1))
    june = date(2026, 6, 1)
    assert cells(HERE, "plates-new", COUNTY, on=date(2026, 7, 2), month=june)["all"] == Cell(3, 0, 0)
    assert (
        queries.shown(HERE, "plates-new", region=COUNTY, month=None, now=at(date(2026, 7, 2))).span.first
        == june
    )


def test_a_small_place_takes_another_along(django_assert_num_queries) -> None:
    plates(valid=2, lapsed=0)
    plates(valid=5, lapsed=0, region=OTHER, start=11)
    with django_assert_num_queries(2):
        seen = cells(OFFICE, "plates-valid", CITY, on=date(2026, 6, 2))
    assert seen["all"] == Cell(7, 0, 0)
    assert seen[COUNTY] is None
    assert [code for code, cell in seen.items() if cell is None and code != COUNTY], "seven less five is two"


def test_without_a_least_nothing_is_shown_and_nothing_published(folders, monkeypatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(folders["unset"]))
    plates(valid=6, lapsed=0)
    shown = queries.shown(HERE, "plates-valid", region=COUNTY, month=None, now=at(date(2026, 6, 2)))
    assert (shown.least, shown.total, shown.may_publish) == (None, None, False)
    assert all(place.cell is None for place in shown.places)
    with pytest.raises(Conflict, match="统计公布下限"):
        publish("plates-valid", on=date(2026, 6, 2))


def publish(id: str, *, on: date, by: Principal = HERE, region: str = COUNTY, **more: object) -> Publication:
    return actions.publish(by=by, now=at(on), indicator=id, region=region, **more)  # type: ignore[arg-type]


def test_what_was_published_stays_and_a_change_needs_a_reason() -> None:
    plates(valid=6, lapsed=0)
    june = date(2026, 6, 1)
    row = publish("plates-new", on=date(2026, 7, 2), month=june)
    assert (row.total, row.revision) == ([6, 0, 0], 0)
    assert publish("plates-new", on=date(2026, 7, 3), month=june).pk == row.pk, (
        "the same again changes nothing"
    )
    plate(50, on=date(2026, 6, 20), until=date(2028, 1, 1))
    with pytest.raises(Invalid, match="修订的原因"):
        publish("plates-new", on=date(2026, 7, 4), month=june)
    revised = publish("plates-new", on=date(2026, 7, 4), month=june, reason="六月二十日的一块补登记了")
    assert (revised.total, revised.revision) == ([7, 0, 0], 1)
    row.refresh_from_db()
    assert row.total == [6, 0, 0]
    (kept,) = queries.shown(HERE, "plates-new", region=COUNTY, month=june, now=at(date(2026, 7, 5))).published
    assert (kept.total, kept.revision) == (Cell(7, 0, 0), 1)
    verbs = (
        AuditEvent.objects.filter(verb__startswith="statistics.")
        .order_by("sequence")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["statistics.figure.published", "statistics.figure.revised"]


def test_a_month_is_published_when_it_is_over() -> None:
    plates(valid=6, lapsed=0)
    with pytest.raises(Conflict, match="还没有过完"):
        publish("plates-new", on=date(2026, 6, 30), month=date(2026, 6, 1))
    assert publish("plates-new", on=date(2026, 7, 1), month=date(2026, 6, 1)).total == [6, 0, 0]


def test_nothing_small_is_kept() -> None:
    plates(valid=2, lapsed=0)
    plates(valid=5, lapsed=0, region=OTHER, start=11)
    row = publish("plates-valid", on=date(2026, 6, 2), by=OFFICE, region=CITY)
    assert row.cells[COUNTY] is None
    assert row.total == [7, 0, 0]


STRANGER = Principal("x", "虚构农民工办", (Grant("leading-group-officer", OTHER),))


@pytest.mark.parametrize("by", [POLICE[COUNTY], CLERK, STRANGER], ids=["officer", "clerk", "other county"])
def test_who_does_not_answer_for_the_place_publishes_nothing(by: Principal) -> None:
    plates(valid=6, lapsed=0)
    with pytest.raises(DomainError, match="没有权限"):
        publish("plates-valid", on=date(2026, 6, 2), by=by)


@pytest.mark.parametrize(
    "viewer", [CLERK, STRANGER, POLICE[OTHER]], ids=["clerk", "other county", "officer there"]
)
def test_the_numbers_of_a_place_are_read_by_those_who_see_its_duties(viewer: Principal) -> None:
    plates(valid=6, lapsed=0)
    row = publish("plates-valid", on=date(2026, 6, 2))
    with pytest.raises(DomainError, match="没有权限"):
        queries.shown(viewer, "plates-valid", region=COUNTY, month=None, now=at(date(2026, 6, 2)))
    with pytest.raises(DomainError, match="没有权限"):
        queries.publication(viewer, row.public_id.hex)
