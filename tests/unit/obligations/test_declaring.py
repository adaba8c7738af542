"""Obligations of the packs: the yearly brake check of couriers' bicycles, from its file to its examples, and what is wrong."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.parameters import DatedValue, ParameterBook
from huigong.catalogue.services import Catalogue
from huigong.declarations import locking
from huigong.directory import offices
from huigong.kernel.packs import Report
from huigong.obligations.declaring.checking import check
from huigong.obligations.declaring.locking import OBLIGATIONS, declares
from huigong.obligations.declaring.reading import Book, book, read_shelf
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, History, Proof, Standing
from huigong.obligations.forecast.terms import Missed, Span
from huigong.rules.facts import FactDictionary
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.values import Type
from tests.each import each
from tests.shipped import POLICIES, shipped_catalogue, shipped_library

FILE = "510400/panbanfa-2016-10/obligations/yearly-brake-check.yaml"
BELOW = "510421/plates/obligations/yearly-brake-check.yaml"
RIGHT = """id: yearly-brake-check
name: 电动车年检
from: 2026-01-01
clauses: ["#（二十三）"]
anchor: 持有电动车牌
while: 持有电动车牌
every: 参数:检验周期
opens: 30天
grace: 参数:宽限
missed: one_open
excused: {by: {line: transport, level: county}, reasons: [维修, 住院], effect: shift}
performer: {line: transport, level: township, of: 常住地}
tells: [open, lapsed, withdrawn]
what: 请把车推到检验点。
on_change: move
examples:
  - name: 按期检验
    given: [{起算: 2026-03-10}, {有: 2026-03-10}, {办了: 2027-03-01}]
    on: 2028-02-20
    then: [{第: 1, 到期: 2027-03-10, 状态: 按期办了}, {第: 2, 到期: 2028-03-10, 状态: 可以办了}]
  - name: 刹车不合格的不算
    given: [{起算: 2026-03-10}, {有: 2026-03-10}, {办了: 2027-03-01, 不算: 不合格}]
    on: 2027-03-11
    then: [{第: 1, 到期: 2027-03-10, 状态: 逾期}]
  - name: 车在修
    given: [{起算: 2026-03-10}, {有: 2026-03-10}, {免办: 2027-03-01, 到: 2027-05-20}]
    on: 2027-05-01
    then: [{第: 1, 到期: 2027-03-10, 状态: 免办}, {第: 2, 到期: 2027-05-20, 状态: 可以办了}]
"""
FACTS = FactDictionary.loads("持有电动车牌: {type: bool, question: 您的车有牌吗？}")
PARAMETERS = {"检验周期": ("月", 12), "宽限": ("天", 10), "号牌押金": ("分", 100)}
SINCE, TODAY = date(2026, 1, 1), date(2026, 11, 27)


def catalogue(*changes: DatedValue) -> Catalogue:
    """The country's, with the facts and parameters of the plates."""
    values = {
        name: (DatedValue("510400", value, SINCE, None, "100000/x#一", verified=True),)
        for name, (_, value) in PARAMETERS.items()
    }
    values["检验周期"] = (*values["检验周期"], *changes)
    declared = {name: ParameterDeclaration(name, Type.INT, unit) for name, (unit, _) in PARAMETERS.items()}
    return replace(shipped_catalogue(), facts=FACTS, parameters=ParameterBook(declared, values))


def written(folder: Path, text: str, file: str = FILE) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def lock(folder: Path) -> None:
    locking.lock(folder, [OBLIGATIONS], declares(folder))


def told(folder: Path) -> list[tuple[int, int, str]]:
    """Line, column and words of each mistake."""
    report = Report()
    check(folder, PackCheck(catalogue(), library=shipped_library(), offices=offices.book()), report)
    return [(error.line, error.column, error.words) for error in report]


def test_the_packs_say_it_right() -> None:
    report = Report()
    check(POLICIES, PackCheck(shipped_catalogue(), library=shipped_library(), offices=offices.book()), report)
    assert list(report) == []


def test_the_brake_check_is_written_in_one_file(tmp_path: Path) -> None:
    written(tmp_path, RIGHT)
    assert [words for _, _, words in told(tmp_path) if "还没有锁定" not in words] == []
    lock(tmp_path)
    assert told(tmp_path) == []


def test_what_it_runs_from_never_becomes_another(tmp_path: Path) -> None:
    written(tmp_path, RIGHT)
    lock(tmp_path)
    written(tmp_path, RIGHT.replace("every: 参数:检验周期", "first: 参数:检验周期"))
    assert any("次数原来是“反复”，现在成了“一次”" in words for _, _, words in told(tmp_path))


WRONG = [
    ("anchor: 持有电动车牌", "anchor: 持有电动车派", 5, "是不是“持有电动车牌”"),
    ("while: 持有电动车牌", "while: 持有电动车派 且", 6, ""),
    ("参数:检验周期", "参数:检验周七", 7, "是不是“检验周期”"),
    ("参数:检验周期", "参数:号牌押金", 7, "不是期限"),
    ("opens: 30天", "opens: 3个工作日", 8, "不按工作日"),
    ("opens: 30天", "opens: 13个月", 8, "提前得比两次之间还长"),
    ("opens: 30天", "opens: 一个月", 8, "不是期限"),
    ("missed: one_open", "missed: one_opn", 10, "one_open"),
    ("missed: one_open", "missed: each\ncounted_from: last_done", 7, "这几项合不到一起"),
    ("level: township", "level: townshp", 12, "township"),
    ("line: transport, level: township", "line: transprt, level: township", 12, "是不是“transport”"),
    ("of: 常住地", "of: 登记地", 12, "常住地"),
    ("tells: [open,", "tells: [opened,", 13, "open"),
    ("what: 请把车推到检验点。", "", 1, "要写到了日子怎么办"),
    ("状态: 可以办了}]\n  - name: 刹车", "状态: 逾期}]\n  - name: 刹车", 20, "第2次 2028-03-10 可以办了"),
    ("（二十三）", "（九十三）", 4, "（九十三）"),
]  # fmt: skip


@each("old, new, line, words", WRONG)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in RIGHT
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), RIGHT.replace(old, new))
        mistakes = told(Path(name))
    assert mistakes
    assert any(at == line and words in said for at, _, said in mistakes), mistakes


def test_a_county_may_check_more_often_and_not_less(tmp_path: Path) -> None:
    below = """id: yearly-brake-check
inherits: true
from: 2026-06-01
clauses: ["510400/panbanfa-2016-10#（二十三）"]
every: {every}
"""
    written(tmp_path, RIGHT.replace("参数:检验周期", "12个月"))
    written(tmp_path, below.replace("{every}", "6个月"), BELOW)
    lock(tmp_path)
    assert told(tmp_path) == []
    county = Book(read_shelf(tmp_path, Report()), FACTS, catalogue().parameters).declaration(
        "yearly-brake-check", "510421", on=date(2026, 6, 1)
    )
    assert county is not None and county.versions is not None
    assert [(day, terms.every) for day, terms in county.versions.listed] == [
        (SINCE, Span(12)),
        (date(2026, 6, 1), Span(6)),
    ]
    written(tmp_path, below.replace("{every}", "24个月"), BELOW)
    assert any("下级不能放长" in said for _, _, said in told(tmp_path))


def test_a_new_interval_holds_from_its_day_and_moves_what_is_open(tmp_path: Path) -> None:
    written(tmp_path, RIGHT)
    half = DatedValue("510400", 6, date(2027, 2, 15), None, "100000/x#二", verified=True)
    shorter = catalogue(half)
    declared = Book(read_shelf(tmp_path, Report()), FACTS, shorter.parameters).declaration(
        "yearly-brake-check", "510421", on=SINCE
    )
    assert declared is not None and declared.versions is not None
    begun = date(2026, 3, 10)
    history = History.of([Anchoring(begun, "plate", begun)], [Standing(begun, True)])
    moved = forecast(declared.versions, history, date(2027, 2, 15)).occurrences[0]
    assert (moved.due_on, moved.late_after) == (date(2026, 9, 10), date(2027, 2, 15))
    done = History.of(history.anchorings, history.standings, [Proof(date(2027, 2, 10), "check")])
    kept = forecast(declared.versions, done, date(2027, 3, 1)).occurrences[0]
    assert (kept.due_on, kept.state.label) == (date(2027, 3, 10), "按期办了")


def test_a_length_that_a_place_has_not_set_raises_nothing() -> None:
    visits = book().declaration("left-behind-child-visit", "510421", on=TODAY)
    assert visits is not None
    assert (visits.versions, visits.unset) == (None, ("留守儿童走访间隔",))


def test_the_endorsement_is_the_one_of_the_regulation() -> None:
    endorsement = book().declaration("residence-permit-endorsement", "510421", on=TODAY)
    assert endorsement is not None and endorsement.versions is not None
    terms = endorsement.versions.on(date(2026, 11, 27))
    assert (terms.every, terms.opens, terms.grace, terms.missed) == (
        Span(12),
        Span(1),
        Span(),
        Missed.ONE_OPEN,
    )
    assert endorsement.head.clauses == ("100000/residence-permit-regulation#第十条",)


PACK = "100000/special-operations-rules"
REVIEW = f"{PACK}/obligations/special-operation-review.yaml"
WRONG_DAYS = [
    ("due: 下次复审日期", "due: 下次复审日", "是不是“下次复审日期”"),
    ("due: 下次复审日期", "due: 操作证编号", "操作证编号"),
    ("due: 下次复审日期", "due: 下次复审日期\nevery: 3年", "写了 due 就不再数日子"),
    ("due: 下次复审日期", "every: 3年", "没有写 due"),
    ("[复审, 换证]", "[复查, 换证]", "是不是“复审”"),
    ("[复审, 换证]", "[复审, 注销]", "注销"),
    ("renewed_by: [复审, 换证]\n", "", "没有写怎样算办了"),
    (
        "about: special-operation-licence\nanchor: 领证",
        "anchor: 持有居住证",
        "只有关于一种记录的才有日期字段",
    ),
    ("on: 2026-12-29", "on: 2026-12-30", "第1次 2027-02-28 可以办了"),
]


@each("old, new, words", WRONG_DAYS)
def test_a_day_that_a_record_says_is_told_of_where_it_is_none(old: str, new: str, words: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(POLICIES / PACK / "records", folder / PACK / "records")
        for shared in (*POLICIES.glob("*.yaml"), *POLICIES.glob("100000/*.yaml"), POLICIES / "facts"):
            (folder / shared.relative_to(POLICIES)).symlink_to(shared)
        text = (POLICIES / REVIEW).read_text(encoding="utf-8")
        assert old in text
        written(folder, text.replace(old, new, 1), REVIEW)
        report = Report()
        shipped = PackCheck(shipped_catalogue(), library=shipped_library(), offices=offices.book())
        check(folder, shipped, report)
        assert any(words in error.words for error in report), [error.words for error in report]
