"""Old papers by a workbook made from the declaration: tried first, taken row by row, taken back as a whole."""

from __future__ import annotations

import io

import pytest
from xlsxwriter import Workbook

from huigong.kernel.errors import DomainError
from huigong.records import sheets
from huigong.records.actions.importing import take, take_back
from huigong.records.models import Record, RecordEvent
from huigong.records.shelf import book
from huigong.registry.models import Person
from tests.unit.records.packs import COUNTY, ON
from tests.unit.records.someone import NOW, POLICE, TRANSPORT
from tests.unit.registry.someone import resident_number

HEAD = ["序号", "身份证号", "生效日期", "车架号", "检验有效期", "车型", "残疾人专用", "停放地：地区"]
GOOD = ["1", "", "2025-05-01", "AB123", "2026年7月10日", "轻便车", "否", "米易县"]


def filled(*rows: list[str], head: list[str] = HEAD, title: str = "电动车牌证签发") -> bytes:
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    page = workbook.add_worksheet(title)
    for line, row in enumerate((head, *rows)):
        for column, text in enumerate(row):
            page.write_string(line, column, text)
    workbook.close()
    return out.getvalue()


def taken(data: bytes, *, event: str = "签发", dry_run: bool = False, by=POLICE):  # type: ignore[no-untyped-def]
    return take(by=by, now=NOW, kind="ebike-plate", event=event, region=COUNTY, data=data, dry_run=dry_run)


def row(person: Person, number: int = 1, **changed: str) -> list[str]:
    named = dict(zip(HEAD, [str(number), person.resident_number, *GOOD[2:]], strict=True))
    return list({**named, **changed}.values())


def test_the_template_has_a_column_for_each_field(courier: Person) -> None:
    kind = book().kind("ebike-plate", on=ON, region=COUNTY)
    data = sheets.template(kind, kind.events["签发"], begins=True)
    assert list(sheets.lines(kind, kind.events["签发"], data, begins=True, today=ON)) == []


def test_old_papers_go_in_under_their_own_day_and_only_once(courier: Person) -> None:
    data = filled(row(courier), row(courier, 2, 车架号="CD456"))
    tried = taken(data, dry_run=True)
    assert (tried.taken, tried.problems, Record.objects.count()) == (2, (), 0)
    assert taken(data).taken == 2
    assert set(Record.objects.values_list("began", "state")) == {(ON.replace(year=2025, month=5), "有效")}
    again = taken(data)
    assert (again.taken, again.problems, RecordEvent.objects.count()) == (0, (), 2)


def test_a_row_that_cannot_be_taken_is_told_and_keeps_no_other_out(courier: Person) -> None:
    stranger = row(courier, 3, 身份证号=resident_number(77))
    rows = [
        row(courier),
        row(courier, 2),
        stranger,
        row(courier, 4, 车架号="X", 检验有效期=""),
        row(courier, 5, 生效日期=""),
    ]
    imported = taken(filled(*rows))
    told = {problem.row: problem.error.code for problem in imported.problems}
    assert imported.taken == 1
    assert told == {2: "record.key_taken", 3: "person.not_found", 4: "record.fields", 5: "record.day"}


def test_later_events_go_to_the_record_with_that_number(courier: Person) -> None:
    taken(filled(row(courier)))
    number = Record.objects.get().number
    head = ["序号", "登记编号", "生效日期", "检验有效期"]
    checks = filled(
        ["1", number, "2026-06-01", "2027-06-01"],
        ["2", "川牌x", "2026-06-01", "2027-06-01"],
        head=head,
        title="电动车牌证检验",
    )
    imported = taken(checks, event="检验")
    assert (imported.taken, [problem.error.code for problem in imported.problems]) == (
        1,
        ["record.not_found"],
    )
    assert taken(checks, event="检验").taken == 0


def test_a_whole_file_is_taken_back(courier: Person) -> None:
    imported = taken(filled(row(courier), row(courier, 2, 车架号="CD456")))
    assert take_back(by=POLICE, now=NOW, batch=imported.batch, reason="交错了文件") == 2
    assert set(Record.objects.values_list("began", flat=True)) == {None}
    assert take_back(by=POLICE, now=NOW, batch=imported.batch, reason="交错了文件") == 0


def test_who_may_not_register_has_every_row_refused(courier: Person) -> None:
    imported = taken(filled(row(courier)), by=TRANSPORT)
    assert [problem.error.code for problem in imported.problems] == ["record.not_yours"]


def test_another_sheet_is_refused(courier: Person) -> None:
    with pytest.raises(DomainError) as refused:
        taken(filled(["1"], head=["序号", "姓名"]))
    assert refused.value.code == "form.sheet"
