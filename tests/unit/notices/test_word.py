"""An office edits its letter in Word: what it may use is told, and what is printed is what was filled in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import DomainError
from huigong.notices import queries
from huigong.notices.actions.issuing import issue
from huigong.notices.actions.uploading import upload
from huigong.notices.letters import Paragraph, Picture, Table
from huigong.notices.models import OfficeTemplate
from huigong.notices.templates import Template
from huigong.notices.word import require_fit
from huigong.notices.word.walking import walk
from tests.unit.notices.reading import standard_of, text_of
from tests.unit.notices.shelf import CLERK, VALUES, Shelf, draft

NOW = datetime(2016, 6, 2, 2, 0, tzinfo=UTC)


def png() -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    made.seek(0)
    return made


def document(change: Callable[[Any], None] = lambda made: None) -> bytes:
    """A letter as somebody makes it in Word, changed by the test."""
    made = Document()
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("不予发放风筝证决定书")
    run.bold, run.font.size = True, Pt(20)
    made.add_paragraph("{{ 编号 }}")
    made.add_paragraph("{{ 收件人 }}：您于{{ 收件日 }}申请，交了{{ 金额 }}。")
    made.add_paragraph("{%p for 每样 in 缺少的材料 %}")
    made.add_paragraph("缺{{ 每样 }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p if 补充 %}")
    made.add_paragraph("{{ 补充 }}")
    made.add_paragraph("{%p endif %}")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("依据", "{{ 依据 }}", "救济", "{{ 救济 }}"), strict=True):
        cell.text = text
    made.add_paragraph().add_run().add_picture(png(), width=Mm(20))
    made.add_paragraph("{{ 机关 }} {{ 日期 }}")
    change(made)
    packed = BytesIO()
    made.save(packed)
    return packed.getvalue()


def refusal(content: bytes, template: Template) -> str:
    with pytest.raises(DomainError) as refused:
        require_fit(content, template)
    assert refused.value.code == "notice.word"
    assert "收件日" in refused.value.do
    return refused.value.why


def test_a_letter_within_the_subset_is_taken(template: Template) -> None:
    require_fit(document(), template)


@pytest.mark.django_db
def test_what_is_printed_is_what_the_office_wrote(template: Template, shelf: Shelf) -> None:
    upload(
        office="510403/hrss",
        template=template,
        content=document(),
        from_day=date(2016, 6, 1),
        region="510403",
        by=CLERK,
        now=NOW,
    )
    hostile = {**VALUES, "补充": "<b>&{{ 救济 }}{% raw %}\x07第二行"}
    notice = issue(draft=draft(template, values=hostile), by=CLERK, now=NOW)
    pdf = queries.content(notice)
    text = text_of(pdf)
    assert text.count(notice.number) == 1
    assert "虚构一：您于2016年6月1日申请，交了1,200元。" in text
    assert "缺线轴缺骨架" in text
    assert "<b>&{{救济}}{%raw%}第二行" in text
    assert standard_of(pdf) == "2A"
    assert AuditEvent.objects.filter(verb="notices.template.uploaded").count() == 1


@pytest.mark.django_db
def test_a_letter_before_its_day_is_the_one_of_the_pack(template: Template, shelf: Shelf) -> None:
    upload(
        office="510403/hrss",
        template=template,
        content=document(),
        from_day=date(2016, 7, 1),
        region="510403",
        by=CLERK,
        now=NOW,
    )
    notice = issue(draft=draft(template), by=CLERK, now=NOW)
    assert "缺线轴" not in text_of(queries.content(notice))


@pytest.mark.django_db
def test_a_letter_that_does_not_fit_is_not_kept(template: Template, shelf: Shelf) -> None:
    with pytest.raises(DomainError):
        upload(
            office="510403/hrss",
            template=template,
            content=b"not Word",
            from_day=date(2016, 6, 1),
            region="510403",
            by=CLERK,
            now=NOW,
        )
    assert not OfficeTemplate.objects.exists() and not list(shelf.folder.iterdir())


def test_bold_size_place_tables_and_pictures_are_walked() -> None:
    blocks = walk(document())
    head = blocks[0]
    assert isinstance(head, Paragraph)
    assert (head.align, head.runs[0].bold, head.runs[0].size) == ("center", True, 20)
    table = next(block for block in blocks if isinstance(block, Table))
    assert [cell[0].runs[0].text for cell in table.rows[0]] == ["依据", "{{ 依据 }}"]
    picture = next(block for block in blocks if isinstance(block, Picture))
    assert picture.content.startswith(b"\x89PNG") and round(picture.width) == 20


def xml(paragraph: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    paragraph._p.append(element)


@pytest.mark.parametrize(("change", "told"), [
    (lambda made: made.add_paragraph("{{ 风向 }}"), "没有这些名称：风向"),
    (lambda made: made.add_paragraph("{{ 依据.__class__ }}"), "不能写算式"),
    (lambda made: made.add_paragraph("{{ 金额|upper }}"), "不能写算式"),
    (lambda made: made.add_paragraph("{{ 1 + 1 }}"), "不能写算式"),
    (lambda made: made.add_paragraph("{% set x = 1 %}"), "不能写算式"),
    (lambda made: made.add_paragraph("{{ 依据 }"), "没有写对"),
    (lambda made: made.add_paragraph("{% for a in 缺少的材料 %}{% for b in 缺少的材料 %}{{ b }}{% endfor %}{% endfor %}"),
     "重复里面不能再有重复"),
    (lambda made: made.add_paragraph("{{ 依据 }}" * 201), "不能超过200处"),
    (lambda made: xml(made.add_paragraph("a"), "w:ins"), "有修订"),
    (lambda made: xml(made.add_paragraph("a"), "w:hyperlink"), "有超链接"),
    (lambda made: xml(made.add_paragraph("a"), "w:fldSimple", instr="PAGE"), "有域"),
    (lambda made: xml(made.add_paragraph("a"), "w:sdt"), "有内容控件"),
    (lambda made: setattr(made.sections[0].header.paragraphs[0], "text", "密"), "有页眉或者页脚"),
    (lambda made: setattr(made.add_paragraph().add_run("藏").font, "hidden", True), "有隐藏的文字"),
    (lambda made: made.tables[0].cell(0, 0).merge(made.tables[0].cell(0, 1)), "有合并的单元格"),
    (lambda made: made.tables[0].cell(0, 0).add_table(1, 1), "表格里的表格"),
    (lambda made: made.add_paragraph("一", style="List Number")._p.get_or_add_pPr().get_or_add_numPr(), "自动编号"),
])  # fmt: skip
def test_what_our_letters_do_not_know_is_refused_in_words(
    template: Template, change: Callable[[Any], None], told: str
) -> None:
    assert told in refusal(document(change), template)


def test_a_name_that_the_law_needs_and_the_letter_forgot_is_named(template: Template) -> None:
    def forget(made: Any) -> None:
        made.tables[0].cell(1, 1).text = "没有救济"

    assert "少了这些名称：救济" in refusal(document(forget), template)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", document()[:-300]])
def test_what_is_no_word_file_is_told(template: Template, content: bytes) -> None:
    assert "不是完整的 Word 文件" in refusal(content, template)


def test_a_bomb_is_not_unpacked(template: Template) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"0" * 41_000_000)
    assert "太大" in refusal(packed.getvalue(), template)


def test_a_body_longer_than_any_letter_is_not_read_to_its_end(template: Template) -> None:
    packed, made = BytesIO(document()), BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 20_001)
            new.writestr(part.filename, content)
    assert "文件太长" in refusal(made.getvalue(), template)


def test_a_link_to_somewhere_else_is_refused(template: Template) -> None:
    packed, made = BytesIO(document()), BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/_rels/document.xml.rels":
                link = (
                    b'<Relationship Id="rX" Type="x" Target="http://example.invalid/" TargetMode="External"/>'
                )
                content = content.replace(b"</Relationships>", link + b"</Relationships>")
            new.writestr(part, content)
    assert "文件以外的东西" in refusal(made.getvalue(), template)
