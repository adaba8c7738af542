"""Which files make what holds in a region on a day, and what a region may not loosen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent, indent

import pytest

from huigong.declarations import Shelf, Written, declared, head_of, read_written
from huigong.declarations.addresses import ADDRESS, Address, address_of, check_address
from huigong.declarations.durations import Duration, duration
from huigong.declarations.privacy import Secrecy, strictest
from huigong.declarations.tightening import Way, loosens
from huigong.kernel.errors import NotFound
from huigong.kernel.levels import Level
from huigong.kernel.packs import Entry, Place, Report
from huigong.kernel.packs.kinds import number, rows
from huigong.kernel.timelimits import Measure
from tests.each import each

OFFER = declared("名额", {"hold": duration(None), "places": number(None), "offered_by": rows(ADDRESS)})
BAY = """
    id: bay
    name: 充电车位
    from: 2026-01-01
    clauses: ["#第三条"]
    hold: 5天
    offered_by: [{line: police, level: county, of: 登记地}]
"""
BELOW = "id: bay\ninherits: true\nfrom: 2026-03-01\nclauses: [510400/couriers]\nhold: 3天\n"


def shelf(folder: Path, files: dict[str, str]) -> tuple[Shelf, Report]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    report = Report()
    made = Shelf("名额", "offer", tuple(read_written(folder, OFFER, report, "*/offers/*.yaml")))
    report.errors += made.misfits()
    return made, report


NATION, CITY = "100000/couriers/offers/bay.yaml", "510400/couriers/offers/bay.yaml"


def test_a_region_adds_to_what_holds_above_from_its_own_day(tmp_path: Path) -> None:
    made, report = shelf(tmp_path, {NATION: BAY, CITY: BELOW})
    assert not report
    layers = made.layers("bay", on=date(2026, 3, 1), region="510421")
    assert [layer.file.region for layer in layers] == ["100000", "510400"]
    head = head_of(layers)
    assert (head.name, head.since, head.version) == (
        "充电车位",
        date(2026, 3, 1),
        "100000@2026-01-01+510400@2026-03-01",
    )
    assert head.clauses == ("100000/couriers#第三条", "510400/couriers")
    assert len(made.layers("bay", on=date(2026, 2, 28), region="510421")) == 1
    assert len(made.layers("bay", on=date(2026, 3, 1), region="210702")) == 1
    assert [day for _, day, _ in made.situations()] == [date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 1)]


def test_one_file_may_hold_several(tmp_path: Path) -> None:
    both = "- {id: a, from: 2026-01-01, clauses: [x]}\n- {id: b, from: 2026-01-01, clauses: [x]}\n"
    made, report = shelf(tmp_path, {NATION: both})
    assert not report
    assert made.ids == ("a", "b")


@each(
    "name, text, says",
    [
        ("100000/couriers/offers/later.yaml", BAY, "同一天有两个版本"),
        (CITY, BAY, "上级已经有了"),
        (CITY, BELOW.replace("id: bay", "id: boy"), "上级没有可以继承的名额"),
        (CITY, BELOW + "until: 2026-02-01\n", "until 早于 from"),
        (CITY, BELOW.replace("hold: 3天", "hold: 三天"), "不是期限"),
    ],
)
def test_what_does_not_fit_together_is_told(tmp_path: Path, name: str, text: str, says: str) -> None:
    for path in tmp_path.rglob("*.yaml"):
        path.unlink()
    _, report = shelf(tmp_path, {NATION: BAY, name: text})
    assert says in "\n".join(map(str, report.errors))
    assert report.errors[0].line


SECOND = 'id: lift\nfrom: 2026-01-01\nclauses: ["#第三条"]\nplaces: {places}\n'


def test_one_wrong_declaration_of_a_file_stops_no_other_and_says_it_once(tmp_path: Path) -> None:
    both = "".join(f"-{indent(dedent(each).strip(), '  ')[1:]}\n" for each in (BAY, SECOND.format(places=0)))
    made, report = shelf(tmp_path, {NATION: both})

    def make(layers: tuple[Written, ...], on: date, region: str) -> None:
        if layers[0].entry["places"] == 0:
            layers[0].entry.wrong("places", "至少一个")

    sound = made.sound(report, make)
    assert (made.ids, sound.ids) == (("bay", "lift"), ("bay",))
    assert [error.what for error in report] == [error.what for error in report if "places" in error.what]
    assert len(report.errors) == 1


def test_what_a_region_wrote_wrongly_leaves_what_holds_above(tmp_path: Path) -> None:
    made, report = shelf(tmp_path, {NATION: BAY, CITY: BELOW})

    def make(layers: tuple[Written, ...], on: date, region: str) -> None:
        if len(layers) == 2:
            layers[-1].entry.wrong("hold", "太短")

    sound = made.sound(report, make)
    layers = sound.layers("bay", on=date(2026, 3, 1), region="510421")
    assert [layer.file.region for layer in layers] == ["100000"]
    whole = made.sound(Report(), lambda layers, on, region: None)
    assert len(whole.layers("bay", on=date(2026, 3, 1), region="510421")) == 2


def test_a_whole_one_that_is_wrong_takes_what_inherits_from_it_along(tmp_path: Path) -> None:
    made, report = shelf(tmp_path, {NATION: BAY, CITY: BELOW})
    sound = made.sound(report, lambda layers, on, region: layers[0].entry.wrong("hold", "太短"))
    assert sound.ids == ()


def test_an_id_that_nobody_wrote_proposes_the_nearest(tmp_path: Path) -> None:
    made, _ = shelf(tmp_path, {NATION: BAY})
    with pytest.raises(NotFound, match="是不是“bay”"):
        made.required("bey", on=date(2026, 3, 1), region="510421")
    with pytest.raises(NotFound) as early:
        made.required("bay", on=date(2025, 3, 1), region="510421")
    assert early.value.code == "offer.not_yet"


@each(
    "on, read_on",
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 7, 1), date(2026, 6, 30)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2028, 1, 1), date(2026, 12, 31)),
    ],
)
def test_what_was_kept_is_read_by_the_version_before_or_else_by_the_first(
    tmp_path: Path, on: date, read_on: date
) -> None:
    first, second = BAY + "    until: 2026-06-30\n", BAY.replace("2026-01-01", "2026-09-01")
    later = second + "    until: 2026-12-31\n"
    made, report = shelf(tmp_path, {NATION: first, NATION.replace("bay", "bay-2"): later})
    assert not report
    assert made.day_of_reading("bay", on=on, region="510421") == read_on
    assert made.day_of_reading("boat", on=on, region="510421") == on


WAYS = {
    "needs": Way.REQUIRED,
    "only": Way.FEWER,
    "reserves": Way.MORE,
    "least": Way.HIGHER,
    "most": Way.LOWER,
    "clock": Way.SHORTER,
    "privacy": Way.STRICTER,
    "type": Way.SAME,
}
ABOVE = {
    "needs": True,
    "only": ["a", "b"],
    "reserves": ["a"],
    "least": 3,
    "most": 9,
    "clock": Duration(5),
    "privacy": Secrecy.PERSONAL,
    "type": "int",
}
MONTH, NAMED = Duration(1, Measure.MONTH), Duration(parameter="答复期限")


@each(
    "key, value, loose",
    [
        *(("needs", True, False), ("needs", False, True)),
        *(("only", ["a"], False), ("only", ["a", "c"], True)),
        *(("reserves", ["a", "c"], False), ("reserves", ["c"], True)),
        *(("least", 4, False), ("least", 2, True), ("least", None, True)),
        *(("most", 8, False), ("most", 10, True), ("most", date(2026, 1, 1), True)),
        *(("clock", Duration(4), False), ("clock", Duration(6), True), ("clock", MONTH, True)),
        *(("clock", NAMED, True), ("clock", None, True)),
        *(("privacy", Secrecy.SECRET, False), ("privacy", Secrecy.OFFICIAL, True)),
        *(("type", "int", False), ("type", "text", True)),
    ],
)
def test_a_region_may_go_one_way_only(key: str, value: object, loose: bool) -> None:
    report = Report()
    change = Entry("改动", Place("x.yaml", 2, 3), {}, report)
    assert loosens(ABOVE, {key: value}, WAYS, change) is loose
    assert bool(report) is loose


def test_an_address_names_what_is_known(tmp_path: Path) -> None:
    made, report = shelf(tmp_path, {NATION: BAY})
    (entry,) = made.written[0].entry["offered_by"]
    assert address_of(entry) == Address("police", Level.COUNTY, "登记地")
    check_address(entry, lines=["police"], places=["登记地"])
    assert not report
    check_address(entry, lines=["urban"], places=["登记的地方"])
    assert [error.line for error in entry.report] == [7, 7]


def test_several_things_are_as_private_as_the_strictest() -> None:
    assert strictest([Secrecy.OFFICIAL, Secrecy.SENSITIVE, Secrecy.PUBLIC]) is Secrecy.SENSITIVE
    assert strictest([]) is Secrecy.PUBLIC
