"""A notice of the pack as a Word document with its names in double braces: what an office begins from."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from huigong.notices.templates import NAME, NTH, Part, Template

_TITLE, _INDENT = Pt(22), Pt(32)


def word_of(template: Template) -> bytes:
    """The letter as the pack says it. It passes `require_fit` as it is."""
    document = Document()
    _line(document, template.name, align=WD_ALIGN_PARAGRAPH.CENTER, title=True)
    _line(document, "{{ 编号 }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{{ 收件人 }}：")
    for part in template.body:
        _part(document, part)
    if template.remedy:
        _line(document, _marked(template.remedy), indent=True)
    for name in ("机关", "日期"):
        _line(document, f"{{{{ {name} }}}}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _part(document: WordDocument, part: Part) -> None:
    before, after = "", ""
    if part.each:
        before, after = f"{{%p for 每样 in {part.each} %}}", "{%p endfor %}"
    elif part.only_if:
        before, after = f"{{%p if {part.only_if} %}}", "{%p endif %}"
    text = part.text.replace(f"{{{part.each}}}", "{每样}") if part.each else part.text
    for line in (before, _marked(text.replace(f"（{{{NTH}}}）", "").replace(f"{{{NTH}}}. ", "")), after):
        if line:
            _line(document, line, indent=not line.startswith("{%p"))


def _marked(text: str) -> str:
    return NAME.sub(lambda match: f"{{{{ {match[1]} }}}}", text)


def _line(
    document: WordDocument,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    title: bool = False,
    indent: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run(text)
    if title:
        run.bold, run.font.size = True, _TITLE
    if indent:
        paragraph.paragraph_format.first_line_indent = _INDENT
