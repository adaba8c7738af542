"""Word files as offices hold them: counted numbers, tracked changes, controls, boxes and notes."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from huigong.policy.reading import ReadDocument, read_text
from huigong.policy.reading.formats.word import word_text
from huigong.policy.reading.formats.word_numbers import chinese, roman, written

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(
    words: str, *, level: int | None = None, number: str = "7", style: str = "", mark: str = ""
) -> str:
    listed = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        if level is not None
        else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}{mark}</w:pPr>{run(words)}</w:p>"


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
)


def numbering(levels: tuple[tuple[str, str], ...] = LEVELS, *, restart: str = "", extra: str = "") -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{restart if place == 1 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{SPACE}"><w:abstractNum w:abstractNumId="3">{made}</w:abstractNum>'
        f'<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>{extra}</w:numbering>'
    )


def word(body: str, *, numbers: str = "", styles: str = "", notes: str = "") -> bytes:
    """A whole file whose body, lists, styles and notes are these."""
    whole, buffer = io.BytesIO(), io.BytesIO()
    docx.Document().save(whole)
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{SPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": numbers,
        "word/styles.xml": f'<w:styles xmlns:w="{SPACE}">{styles}</w:styles>' if styles else "",
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{SPACE}">{notes}</w:footnotes>' if notes else "",
    }
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.infolist():
            if not parts.get(item.filename):
                new.writestr(item, old.read(item))
        for name, text in parts.items():
            if text:
                new.writestr(name, text)
    return buffer.getvalue()


def lines(*words: str, **parts: str) -> list[str]:
    return [line for line in word_text(word("".join(words), **parts)).splitlines() if line]


def test_counted_numbers_are_written_out_and_start_again_below_each_group() -> None:
    shown = lines(
        paragraph("办好驿站", level=0),
        paragraph("选好地方", level=1),
        paragraph("配好人手", level=1),
        paragraph("点清物资", level=2),
        paragraph("管好驿站", level=0),
        paragraph("公开账本", level=1),
        numbers=numbering(),
    )
    assert shown == [
        "一、办好驿站",
        "（一）选好地方",
        "（二）配好人手",
        "1.点清物资",
        "二、管好驿站",
        "（一）公开账本",
    ]


def test_counts_run_on_where_the_list_says_so() -> None:
    shown = lines(
        *(paragraph(words, level=level) for words, level in (("甲", 0), ("乙", 1), ("丙", 0), ("丁", 1))),
        numbers=numbering(restart='<w:lvlRestart w:val="0"/>'),
    )
    assert shown == ["一、甲", "（一）乙", "二、丙", "（二）丁"]


def test_a_second_list_starts_where_it_says() -> None:
    second = '<w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    shown = lines(
        paragraph("甲", level=0), paragraph("乙", level=0, number="8"), paragraph("丙", level=0, number="8"),
        numbers=numbering(extra=second),
    )  # fmt: skip
    assert shown == ["一、甲", "五、乙", "六、丙"]


def test_paragraph_styles_carry_numbers_and_their_heirs_too() -> None:
    styles = (
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    shown = lines(
        paragraph("甲", style="H1"), paragraph("乙", style="H2"), paragraph("丙", level=0, number="0"),
        numbers=numbering(), styles=styles,
    )  # fmt: skip
    assert shown == ["一、甲", "二、乙", "丙"]


FORMS = [
    ("decimal", 12, "12"), ("chineseCounting", 23, "二十三"), ("chineseCountingThousand", 105, "一百零五"), ("japaneseCounting", 11, "十一"),
    ("ideographDigital", 20, "二〇"), ("chineseLegalSimplified", 3, "叁"), ("ideographTraditional", 2, "乙"), ("decimalEnclosedCircle", 3, "③"),
    ("decimalEnclosedParen", 2, "⑵"), ("decimalFullWidth", 12, "１２"), ("upperLetter", 28, "BB"), ("lowerLetter", 3, "c"), ("upperRoman", 14, "XIV"),
    ("decimalZero", 3, "03"), ("bullet", 3, ""), ("unheardOf", 3, "3"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "number", "shown"), FORMS)
def test_number_formats(form: str, number: int, shown: str) -> None:
    assert written(number, form) == shown


def test_numbers_in_words() -> None:
    assert [chinese(number) for number in (1, 10, 20, 101, 110, 1002)] == [
        "一",
        "十",
        "二十",
        "一百零一",
        "一百一十",
        "一千零二",
    ]
    assert roman(49) == "XLIX"


def test_insertions_count_and_deletions_do_not() -> None:
    changed = (
        f"<w:p>{run('（市织造局牵头，')}<w:ins>{run('市灯塔局、')}</w:ins>"
        f"<w:del><w:r><w:delText>市信鸽委、</w:delText></w:r></w:del><w:moveFrom>{run('市财务局、')}</w:moveFrom>"
        f"<w:moveTo>{run('市审计局')}</w:moveTo>{run('配合）')}</w:p>"
    )
    assert lines(changed) == ["（市织造局牵头，市灯塔局、市审计局配合）"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert lines(paragraph("完善服务", mark=mark), paragraph("制度。")) == ["完善服务制度。"]


def test_controls_links_and_boxes_are_read_once_and_hidden_words_not_at_all() -> None:
    box = f"<w:txbxContent>{paragraph('云中市织造局文件')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('（一）办好夜校。')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{run('完善')}</w:sdtContent></w:sdt><w:hyperlink>{run('服务')}</w:hyperlink>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r>{run('。')}</w:p>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["（一）办好夜校。", "完善服务。", "云中市织造局文件"]


def test_a_note_stands_at_the_end_and_does_not_cut_its_sentence() -> None:
    text = f"<w:p>{run('由市织造局')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('负责。')}</w:p>"
    notes = f"<w:footnote w:id='1'>{paragraph('无关')}</w:footnote><w:footnote w:id='2'>{paragraph('含市纺纱局。')}</w:footnote>"
    assert lines(text, notes=notes) == ["由市织造局负责。", "注：含市纺纱局。"]


def test_a_whole_plan_with_counted_numbers() -> None:
    body = "".join(
        [
            paragraph("云中市人民政府关于做好务工服务的意见"),
            paragraph("云政发〔2031〕12号"),
            paragraph("办好驿站", level=0),
            paragraph("选好地方。靠近车站。（市织造局牵头，市灯塔局配合）", level=1),
            paragraph("配好人手。加强管理。（市灯塔局负责）", level=1),
            paragraph("管好驿站", level=0),
            paragraph("公开账本。完善制度。（市财务局负责）", level=1),
            paragraph("云中市人民政府"),
            paragraph("2031年5月6日"),
        ]
    )
    read: ReadDocument = read_text(word_text(word(body, numbers=numbering())))
    assert [(c.chapter, c.number, c.heading, c.lead, c.joint) for c in read.clauses] == [
        ("一、办好驿站", "（一）", "选好地方", ("市织造局",), ()),
        ("一、办好驿站", "（二）", "配好人手", (), ("市灯塔局",)),
        ("二、管好驿站", "（一）", "公开账本", (), ("市财务局",)),
    ]
