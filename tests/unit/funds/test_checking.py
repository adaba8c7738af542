"""What `pack check` says of funds and bank files: each mistake with its place, and nothing of what is right."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.services import load_catalogue
from huigong.declarations import locking
from huigong.funds.checking import check
from huigong.funds.declaring import SECTION, released
from huigong.kernel.packs import Report
from tests.each import each
from tests.unit.catalogue.packs import write
from tests.unit.funds.purse import BANKS, COUNTY, FUNDS, PARAMETERS

FUNDS_FILE, BANKS_FILE = f"{COUNTY}/invented/funds.yaml", f"{COUNTY}/bank_files.yaml"


def told(folder: Path, *, funds: str = FUNDS, banks: str = BANKS) -> list[tuple[int, int, str]]:
    """Line, column and words of each mistake, but that nothing is locked yet."""
    files = {FUNDS_FILE: funds, BANKS_FILE: banks, f"{COUNTY}/invented/parameters.yaml": PARAMETERS}
    report = Report()
    write(folder, files)
    check(folder, PackCheck(catalogue=load_catalogue(folder)), report)
    return [(error.line, error.column, error.words) for error in report if error.code != "lock.new"]


def test_what_is_right_is_right(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@each(
    "old, new, at, words",
    [
        ("nature: trust", "nature: trusty", "nature: trusty", "trust"),
        ("  nature: trust\n", "", "id: bay-deposit", "这一项必须写"),
        ("checker: finance-officer", "checker: finance-oficer", "oficer", "是不是“finance-officer”"),
        ("checker: finance-officer", "checker: clerk", "clerk", "能办这一步的角色"),
        ("amount: 参数:押金", "amount: 参数:押今", "押今", "是不是“押金”"),
        ("amount: 参数:押金", "amount: 200元", "amount: 200元", "参数:名称"),
        ("within: 参数:退还期限", "within: 参数:退还期现", "退还期现", "是不是“退还期限”"),
        ("within: life}\n  returns", "within: live}\n  returns", "live", "是不是“life”"),
        ("每年补助, within: year", "每年补助, within: term", "within: term", "从几月几日起"),
        ("within: year", 'within: year, begins: ["03-01"]', "within: year", "只有按学期的"),
        ("within: year", 'within: term, begins: ["13-01"]', "within: term", "不是月和日"),
        ("within: year", 'within: term, begins: ["02-29"]', "within: term", "不是每年"),
        ("  year_end: carry\n", "  year_end: carri\n", "carri", "是不是“carry”"),
        ("  year_end: lapse\n", "  returns: {when: x, within: 7天}\n", "when: x", "财政资金不退还"),
        ("  returns: {when: charging-bay.exit, within: 参数:退还期限}\n", "", "nature: trust", "什么时候退"),
        ("  year_end: carry\n", "  year_end: carry\n  pays: [nowhere]\n", "nowhere", "事项"),
        ("{可用: 70元, 预留: 30元}", "{可用: 71元}", "可用: 71元", "可用 70 元，预留 30 元"),
        (", refused: {2: deposit.not_found}", "", "{预留: 200元}", "2 deposit.not_found"),
    ],
)
def test_what_is_wrong_with_a_fund_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, at: str, words: str
) -> None:
    assert old in FUNDS
    text = FUNDS.replace(old, new, 1).lstrip("\n")
    line = text[: text.index(at)].count("\n") + 1
    mistakes = told(tmp_path, funds=text)
    assert line in {place for place, _, said in mistakes if words in said}, mistakes


def test_a_service_is_paid_from_one_fund(tmp_path: Path) -> None:
    twice = FUNDS.replace("nature: appropriation\n", "nature: appropriation\n  pays: [somewhere]\n")
    assert any("一个事项只从一项资金付" in said for _, _, said in told(tmp_path, funds=twice))


@each(
    "old, new, words",
    [
        ("{is: account}, {is: holder}", "{is: holder}", "少了account"),
        ("{is: account}, ", "{is: acount}, ", "是不是“account”"),
        ("format: delimited\n    encoding", "format: delimitted\n    encoding", "是不是“delimited”"),
        ("format: pain.001.001.09", "format: pain.001.001.09\n    columns: [{is: amount}]", "标准定的"),
        ("limits: {holder: 12", "limits: {holdr: 12", "是不是“holder”"),
        ("most: 5000", "most: 0", "至少一笔"),
        ('"1001": returned', '"1001": returnd', "是不是“returned”"),
        (
            "[{is: end_to_end}, {is: amount}, {is: code}",
            "[{is: end_to_end}, {is: code}",
            "有合计就要有每笔的金额",
        ),
        ("id: county-sheet", "id: county-bank", "写了两次"),
    ],
)
def test_what_is_wrong_with_a_bank_file_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in BANKS
    assert any(words in said for _, _, said in told(tmp_path, banks=BANKS.replace(old, new, 1)))


def test_what_was_released_keeps_whose_money_it_is(tmp_path: Path) -> None:
    told(tmp_path)
    locking.lock(tmp_path, [SECTION], released(tmp_path))
    changed = FUNDS.replace("within: year", "within: month")
    assert any("只付一次的范围" in said for _, _, said in told(tmp_path, funds=changed))
    assert told(tmp_path) == []
