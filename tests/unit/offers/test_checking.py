"""What `huigong pack check` says of a kind of offer that cannot be meant: where, what, and what may be meant instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.loading import read_packs
from huigong.catalogue.services import catalogue_of
from huigong.declarations import locking
from huigong.directory.offices import OfficeBook
from huigong.kernel.errors import NotFound
from huigong.kernel.packs import Report
from huigong.offers.checking import check
from huigong.offers.locking import SECTIONS, released
from huigong.offers.shelf import read_book
from tests.each import each
from tests.unit.offers.packs import LOT, MUTUAL, POINTS, QUEUE, laid_out
from tests.unit.registry.someone import CITY, HERE, TODAY

KIND = "100000/invented/offers/kind-0.yaml"
Checked = Callable[[], Report]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("kinds") / "policies", POINTS, QUEUE, LOT, MUTUAL)


@pytest.fixture(scope="module")
def read(folder: Path) -> PackCheck:
    """The packs around the kinds, read once."""
    return PackCheck(catalogue_of(read_packs(folder, Report())), None, OfficeBook.read(folder, Report()))


@pytest.fixture
def checked(folder: Path, read: PackCheck) -> Checked:
    def run() -> Report:
        report = Report()
        check(folder, read, report)
        return report

    return run


def test_sound_kinds_ask_only_to_be_locked_and_a_locked_version_may_not_go(
    folder: Path, checked: Checked
) -> None:
    assert [error.code for error in checked()] == ["lock.new"]
    locking.lock(folder, SECTIONS, released(read_book(folder, Report())))
    assert not checked().errors
    try:
        (folder / KIND).write_text(POINTS.replace("2016-", "2017-"), encoding="utf-8")
        assert "2016-01-01" in str(next(iter(checked())))
    finally:
        (folder / KIND).write_text(POINTS, encoding="utf-8")
        (folder / "100000/invented/declarations.lock").unlink()


FAULTS = [
    (POINTS, "mechanism: points", "mechanism: pointss", "points"),
    (POINTS, "conditions: 持有居住证", "conditions: 持有居住正", "是不是“持有居住证”"),
    (POINTS, "points: 居住月数", "points: 持有居住证", "整数"),
    (POINTS, "points: 居住月数\n", "", "积分"),
    (POINTS, "参数:虚构答复天数", "参数:虚构答复", "是不是“虚构答复天数”"),
    (POINTS, "参数:虚构答复天数", "五天", "不是期限"),
    (POINTS, "at_least: 参数:虚构预留数", "at_least: 参数:虚构预留", "虚构预留数"),
    (POINTS, "{name: 其他}", "{name: 其他}, {name: 没有人}", "后面的档没有人"),
    (POINTS, "times: 1", "times: 0", "至少是1"),
    (POINTS, "[entry, tier, points, rank, file]", "[entry, name]", "可以公布的内容"),
    (POINTS, "line: housing", "line: housin", "housing"),
    (POINTS, "publish:", "wishes: 2\npublish:", "只能填一个志愿"),
    (POINTS, "places: {外区: 小区, 本区: 小区}", "places: {外区: 小区}", "得出的是"),
    (POINTS, "barred: [没有证]", "barred: []", "得出的是：不符合条件 没有证"),
    (POINTS, "on: 2016-06-01", "on: 2015-06-01", "这一天没有这个种类"),
    (QUEUE, "examples:", "fact: 居住月数\nexamples:", "是或否的事实"),
    (QUEUE, "examples:", "clauses_of: 1\nexamples:", "不认识这个字段"),
    (QUEUE, "{甲: 泊位}", "{乙: 泊位}", "得出的是：名额 甲：泊位"),
    (QUEUE, "mechanism: queue", "mechanism: lot", "只能排队"),
    (QUEUE, "eligible_at: apply", "eligible_at: freeze", "没有关闭名单的时候"),
    (MUTUAL, "type: bool", "type: file, kinds: [image]", "不能是 file"),
    (MUTUAL, "id: 要住满, name", "id: 居住月数, name", "已经是一个事实"),
    (MUTUAL, "name: 包不包住, type", "name: 包不包住, privacy: personal, type", "谁都看得到"),
]  # fmt: skip


@each("kind, was, is_now, told", FAULTS, told=lambda kind, was, is_now, told: f"{was} → {is_now}")
def test_every_fault_is_told_with_its_place(
    folder: Path, checked: Checked, kind: str, was: str, is_now: str, told: str
) -> None:
    assert was in kind
    number = [POINTS, QUEUE, LOT, MUTUAL].index(kind)
    path = folder / f"100000/invented/offers/kind-{number}.yaml"
    try:
        path.write_text(kind.replace(was, is_now, 1), encoding="utf-8")
        errors = [str(error) for error in checked() if error.code != "lock.new"]
    finally:
        path.write_text(kind, encoding="utf-8")
    assert any(told in error and f"{path.name}:" in error for error in errors), errors


def test_a_region_below_may_give_longer_and_forgive_more_and_nothing_else(
    folder: Path, checked: Checked
) -> None:
    own = folder / CITY / "invented" / "offers"
    own.mkdir(parents=True)
    below = "id: bays\ninherits: true\nfrom: 2016-01-01\nclauses: [100000/invented]\n"
    try:
        (own / "bays.yaml").write_text(
            below + "hold: {for: 7天}\nrefuse: {times: 3, effect: off_list}\n", encoding="utf-8"
        )
        assert {error.code for error in checked()} == {"lock.new"}
        book = read_book(folder, Report())
        kinds = {region: book.kind("bays", on=TODAY, region=region) for region in (HERE, "110100")}
        assert [(kind.hold.length, kind.refusals) for kind in kinds.values() if kind.hold] == [(7, 3), (3, 2)]
        for worse in (
            "hold: {for: 2天}",
            "refuse: {times: 1, effect: off_list}",
            "ties: lot",
            "conditions: 持有居住证",
        ):
            (own / "bays.yaml").write_text(f"{below}{worse}\n", encoding="utf-8")
            assert any("bays.yaml" in str(error) for error in checked() if error.code != "lock.new"), worse
    finally:
        (own / "bays.yaml").unlink()


OPEN_ORDER = LOT.replace("id: plots", "id: gardens").replace("mechanism: lot", "order: local")


def test_a_region_below_says_who_goes_first_where_that_is_left_to_it_and_says_all_of_it(
    folder: Path, checked: Checked
) -> None:
    own, above = folder / CITY / "invented" / "offers", folder / "100000/invented/offers/gardens.yaml"
    own.mkdir(parents=True, exist_ok=True)
    below = "id: gardens\ninherits: true\nfrom: 2016-01-01\nclauses: [100000/invented]\n"
    try:
        above.write_text(OPEN_ORDER, encoding="utf-8")
        (own / "gardens.yaml").write_text(
            f"{below}mechanism: points\npoints: 居住月数\ntiers: [{{name: 本区, near: true}}, {{name: 其他}}]\n",
            encoding="utf-8",
        )
        assert {error.code for error in checked()} == {"lock.new"}
        book = read_book(folder, Report())
        here, elsewhere = (book.kind("gardens", on=TODAY, region=region) for region in (HERE, "110100"))
        assert (here.ordered, here.mechanism, [tier.name for tier in here.tiers]) == (
            True,
            "points",
            ["本区", "其他"],
        )
        assert not elsewhere.ordered, "nobody has said it there"
        assert here.conditions == elsewhere.conditions is not None
        for worse in ("ties: arrived", "mechanism: points", "mechanism: lot\nconditions: 居住月数 > 0"):
            (own / "gardens.yaml").write_text(f"{below}{worse}\n", encoding="utf-8")
            assert any("gardens.yaml" in str(error) for error in checked() if error.code != "lock.new"), worse
        above.write_text(OPEN_ORDER.replace("order: local", "order: local\nties: arrived"), encoding="utf-8")
        assert any("先后由各地定" in str(error) for error in checked())
        above.write_text(OPEN_ORDER.replace("publish:", "wanted_by: [nowhere]\npublish:"), encoding="utf-8")
        assert any("nowhere" in str(error) for error in checked())
    finally:
        above.unlink()
        (own / "gardens.yaml").unlink()


def test_an_unknown_kind_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(NotFound, match="是不是“flats”"):
        read_book(folder, Report()).kind("flat", on=TODAY)
