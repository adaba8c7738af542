"""The lock: what was released keeps its meaning for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.declarations import locking
from huigong.forms import Book
from huigong.forms.locking import SECTIONS, released
from huigong.kernel.packs import PackError, Report
from tests.unit.forms.packs import CODES, DOCUMENT, read, simple

FILE = f"{DOCUMENT}/forms/form.yaml"
CODE_FILE = "100000/codes/bikes.yaml"
BEFORE = "{id: 车龄, type: int, unit: 年, ask: 几年？, privacy: sensitive}"
OTHER = "{id: 状况, type: code, codes: 车况, ask: 怎么样？}"


def lock(book: Book, folder: Path) -> list[str]:
    return locking.lock(folder, SECTIONS, released(book))


def check_locks(book: Book, folder: Path, report: Report) -> None:
    locking.check(folder, SECTIONS, released(book), report)


def locked(folder: Path) -> None:
    book, errors = read(folder, {FILE: simple(BEFORE, OTHER)})
    assert not errors
    assert lock(book, folder) == ["100000/declarations.lock", f"{DOCUMENT}/declarations.lock"]


def wrong_with(folder: Path, *fields: str, codes: str = CODES) -> list[PackError]:
    book, errors = read(folder, {FILE: simple(*fields), CODE_FILE: codes})
    assert not errors
    report = Report()
    check_locks(book, folder, report)
    return list(report)


def test_what_has_not_changed_passes_and_is_not_written_again(tmp_path: Path) -> None:
    locked(tmp_path)
    assert not wrong_with(tmp_path, BEFORE, OTHER)
    book, _ = read(tmp_path, {FILE: simple(BEFORE, OTHER)})
    assert lock(book, tmp_path) == []


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (BEFORE.replace("int, unit: 年", "text"), "类型原来是“int”，现在成了“text”"),
        (BEFORE.replace("unit: 年", "unit: 月"), "单位原来是“年”"),
        (BEFORE.replace("sensitive", "personal"), "不能放松"),
        (BEFORE.replace("车龄", "用了几年"), "“simple.车龄”发布过，现在没有了"),
    ],
)
def test_a_released_field_keeps_its_meaning(tmp_path: Path, after: str, says: str) -> None:
    locked(tmp_path)
    errors = wrong_with(tmp_path, after, OTHER)
    assert says in "\n".join(map(str, errors))
    book, _ = read(tmp_path, {FILE: simple(after, OTHER)})
    with pytest.raises(PackError, match=says):
        lock(book, tmp_path)


def test_a_field_is_retired_and_not_deleted(tmp_path: Path) -> None:
    locked(tmp_path)
    assert not wrong_with(tmp_path, BEFORE.replace("privacy", "until: 2026-05-31, privacy"), OTHER)


def test_a_released_code_is_ended_and_not_deleted(tmp_path: Path) -> None:
    locked(tmp_path)
    deleted = CODES.replace("      - {code: 好, name: 完好}\n", "")
    assert "“车况”的“好”发布过" in str(wrong_with(tmp_path, BEFORE, OTHER, codes=deleted)[0])
    ended = CODES.replace("name: 完好}", "name: 完好, until: 2026-12-31}")
    assert not wrong_with(tmp_path, BEFORE, OTHER, codes=ended)


def test_what_is_new_waits_for_the_lock(tmp_path: Path) -> None:
    locked(tmp_path)
    more = "{id: 车牌, type: text, ask: 车牌？}"
    (error,) = wrong_with(tmp_path, BEFORE, OTHER, more)
    assert error.code == "lock.new"
    book, _ = read(tmp_path, {FILE: simple(BEFORE, OTHER, more)})
    assert lock(book, tmp_path) == [f"{DOCUMENT}/declarations.lock"]
    assert not wrong_with(tmp_path, BEFORE, OTHER, more)


def test_privacy_grows_and_stays_grown(tmp_path: Path) -> None:
    locked(tmp_path)
    stricter = BEFORE.replace("sensitive", "secret")
    book, _ = read(tmp_path, {FILE: simple(stricter, OTHER)})
    lock(book, tmp_path)
    assert wrong_with(tmp_path, BEFORE, OTHER)


def test_a_whole_form_does_not_go(tmp_path: Path) -> None:
    locked(tmp_path)
    (tmp_path / FILE).unlink()
    book, _ = read(tmp_path, {})
    report = Report()
    check_locks(book, tmp_path, report)
    assert len([error for error in report if "发布过" in error.what]) == 2


def test_two_versions_of_a_form_mean_the_same_by_an_id(tmp_path: Path) -> None:
    locked(tmp_path)
    head = simple(BEFORE, OTHER).replace("from: 2026-01-01", "from: 2026-01-01\nuntil: 2026-04-30")
    later = simple(BEFORE.replace("int, unit: 年", "text"), OTHER).replace(
        "from: 2026-01-01", "from: 2026-05-01"
    )
    book, errors = read(tmp_path, {FILE: head, f"{DOCUMENT}/forms/later.yaml": later})
    assert not errors
    report = Report()
    check_locks(book, tmp_path, report)
    assert "类型原来是“int”" in str(next(iter(report)))
