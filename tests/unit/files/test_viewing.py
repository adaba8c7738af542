"""A document on a page: a picture of a PDF's page, the cells of a table, and nothing of what cannot be shown."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from PIL import Image

from huigong.audit.models import AuditEvent
from huigong.files import viewing
from huigong.files.content import looking
from huigong.files.content.kinds import Kind
from huigong.kernel.errors import DomainError
from tests.unit.files import makers
from tests.unit.files.handing import CASE, NOW, OFFICER, STRANGER, elsewhere, keep

pytestmark = pytest.mark.django_db
PLACE = elsewhere(purpose=CASE)


def two_sheets() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("三月").write_row(0, 0, ["姓名", "实发"])
        book.add_worksheet("四月").write_row(0, 0, ["虚构甲", 5200])
    return out.getvalue()


@pytest.mark.parametrize(("asked", "shown"), [(0, "三月"), (1, "三月"), (2, "四月"), (3, "四月")])
def test_the_nearest_sheet_is_shown(asked: int, shown: str) -> None:
    head, picture = looking.look(Kind.XLSX, two_sheets(), asked)
    assert (head["name"], head["pages"], picture) == (shown, 2, b"")


def test_a_page_of_a_pdf_is_a_picture_of_bounded_size() -> None:
    head, picture = looking.look(Kind.PDF, makers.pdf(), 7)
    drawn = Image.open(io.BytesIO(picture))
    assert (head["pages"], drawn.format, max(drawn.size)) == (1, "JPEG", looking.LONGEST_SIDE)


def test_tables_are_cut_and_read_in_the_way_they_were_written() -> None:
    head, _ = looking.look(Kind.CSV, "姓名,实发\r\n虚构甲,5200".encode("gb18030"), 1)
    assert head["rows"] == [["姓名", "实发"], ["虚构甲", "5200"]]
    head, _ = looking.look(Kind.TEXT, ("字" * 500 + "\n").encode() * 400, 1)
    assert len(head["rows"]) == looking.MOST_ROWS
    assert len(head["rows"][0][0]) == looking.LONGEST_CELL


def test_a_look_at_a_document_is_in_the_trail() -> None:
    file = keep(two_sheets(), name="工资表.xlsx", place=PLACE)
    sight = viewing.look(OFFICER, file.public_id, page=2, now=NOW)
    assert (sight.name, sight.page, sight.pages) == ("四月", 2, 2)
    assert sight.rows[0][0] == "虚构甲"
    (event,) = AuditEvent.objects.filter(verb="personal_data.read")
    assert event.data["fields"] == [f"Excel 表格 {file.public_id.hex[:8]}"]


def test_a_pdf_is_shown_by_a_process_of_its_own() -> None:
    file = keep(makers.pdf(), name="合同.pdf", place=PLACE)
    sight = viewing.look(OFFICER, file.public_id, page=1, now=NOW)
    assert sight.picture.startswith(b"\xff\xd8") and sight.rows == ()


def test_what_is_no_document_or_not_the_viewers_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = keep(place=PLACE)
    document = keep(makers.pdf(), name="合同.pdf", place=PLACE)
    for viewer, file, code in (
        (OFFICER, photo, "files.not_shown"),
        (STRANGER, document, "files.not_found"),
    ):
        with pytest.raises(DomainError) as refused:
            viewing.look(viewer, file.public_id, page=1, now=NOW)
        assert refused.value.code == code
    monkeypatch.setattr(viewing, "_WALL_SECONDS", 0.001)
    with pytest.raises(DomainError) as refused:
        viewing.look(OFFICER, document.public_id, page=1, now=NOW)
    assert refused.value.code == "files.not_shown"
