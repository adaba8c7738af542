"""The same plan as TXT in several encodings, DOCX, HTML and PDF, and files that are none of these."""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from huigong.kernel.apart import environment
from huigong.kernel.errors import DomainError
from huigong.policy.reading import ReadDocument, read_apart, read_file, read_text
from huigong.policy.reading.apart import seconds_for, unpacked
from tests.unit.policy.reading.invented import NUMBERS, PLAN


def check(read: ReadDocument) -> None:
    assert read.title == "云中市人民政府关于做好务工人员服务工作的实施意见"
    assert read.document_number == "云政发〔2031〕12号"
    assert read.issuer == "云中市人民政府"
    assert read.date == date(2031, 5, 6)
    assert read.recipients == "各县（区）人民政府，市政府各部门"
    assert [str(one) for one in read.basis] == [
        "云岭省人民政府关于做好务工人员服务工作的意见（云岭政发〔2030〕9号）"
    ]
    assert [clause.number for clause in read.clauses] == NUMBERS
    assert [clause.n_targets for clause in read.clauses] == [1, 1, 1]
    assert read.clauses[0].lead == ("市织造局",)
    assert read.clauses[1].joint == ("市织造局", "市财务局")


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def word_file(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_file(lines: list[str], width: int = 34) -> bytes:
    """A PDF of one page with a font that readers bring along, lines broken at a fixed width."""
    shown = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    content = (
        "BT /F1 10 Tf 40 800 Td 16 TL\n"
        + "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in shown)
        + "ET"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(
        f"{at:010} 00000 n \n".encode() for at in offsets
    )
    return data + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    check(read_file(written(tmp_path, "plan.txt", PLAN.encode(encoding))))


def test_word(tmp_path: Path) -> None:
    check(read_file(written(tmp_path, "plan.docx", word_file(PLAN))))


def test_web_page(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>&nbsp;&nbsp;{line}</p>" for line in PLAN.splitlines())
    page = f"<!DOCTYPE html><html><head><meta charset='gb2312'><title>x</title><script>var a='（甲局牵头）'</script></head><body><nav>首页</nav><div>{paragraphs}</div></body></html>"
    check(read_file(written(tmp_path, "plan.html", page.encode("gb18030"))))


def test_pdf_with_lines_of_a_fixed_width(tmp_path: Path) -> None:
    check(read_file(written(tmp_path, "plan.pdf", pdf_file(PLAN.splitlines()))))


def ofd_file(lines: list[str], width: int = 30) -> bytes:
    """An OFD of one page with a text object a line, drawn from the last line to the first."""
    shown = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    objects = "".join(
        f'<ofd:TextObject Boundary="20 {20 + 6 * place} {4 * len(line)} 4"><ofd:TextCode X="0" Y="4">{line}</ofd:TextCode></ofd:TextObject>'
        for place, line in reversed(list(enumerate(shown)))
    )
    page = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("OFD.xml", "<ofd/>")
        packed.writestr("Doc_0/Pages/Page_0/Content.xml", page)
    return buffer.getvalue()


def test_ofd_pages_in_the_order_of_their_lines(tmp_path: Path) -> None:
    check(read_file(written(tmp_path, "plan.ofd", ofd_file(PLAN.splitlines()))))


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    check(read_file(written(tmp_path, "plan.txt", word_file(PLAN))))
    check(read_file(written(tmp_path, "plan.pdf", PLAN.encode())))


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


BAD_FILES = {
    "nothing": (b"", "reading.empty"),
    "blank": (b" \n\t\r\n", "reading.empty"),
    "bytes": (bytes(range(256)) * 40, "reading.not_text"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(200, 256)) * 50, "reading.scanned"),
    "broken word": (word_file(PLAN)[:900], "reading.unreadable"),
    "other archive": (archive(readme=b"hello"), "reading.unreadable"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "reading.unreadable"),
    "rich text": (b"{\\rtf1 hello}", "reading.not_policy"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\0" * 600, "reading.unreadable"),
    "empty ofd": (ofd_file([]), "reading.scanned"),
    "text of an office suite": (archive(content__xml=b"", **{"content.xml": b"<x/>"}), "reading.unreadable"),
    "broken pdf": (b"%PDF-1.7\nnothing here", "reading.unreadable"),
    "empty pdf": (pdf_file([]), "reading.scanned"),
    "recipe": ("红烧茄子\n一、准备材料\n茄子两根，蒜三瓣，酱油少许。\n二、做法\n（一）茄子切块，下锅炸软。\n（二）放蒜，倒酱油，小火焖五分钟。\n三、装盘上桌。\n".encode(), "reading.not_policy"),
    "program": (b"def main(argv):\n    return sum(int(a) for a in argv)\n" * 20, "reading.not_policy"),
    "novel": (("那天夜里下着雨，他推开门，屋里没有人。桌上的茶还冒着热气。她说过会回来的。" * 30).encode(), "reading.not_policy"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, name: str) -> None:
    data, code = BAD_FILES[name]
    with pytest.raises(DomainError) as refused:
        read_file(written(tmp_path, "file", data))
    assert refused.value.code == code
    assert refused.value.what
    assert refused.value.do


def test_a_missing_file_and_a_folder_are_not_found(tmp_path: Path) -> None:
    for place in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DomainError) as refused:
            read_file(place)
        assert refused.value.code == "reading.not_found"


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    bomb = archive(word__document_xml=b"", **{"word__document.xml": b" " * (100 * 1024 * 1024)})
    with pytest.raises(DomainError) as refused:
        read_file(written(tmp_path, "bomb.docx", bomb))
    assert refused.value.code == "reading.too_large"


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        read_file(written(tmp_path, "long.txt", ("落实" * 1_100_000).encode()))
    assert refused.value.code == "reading.too_large"


def _paragraphs() -> bytes:
    body = b"<w:p/>" * 3_000_000
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    whole = word_file(PLAN)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            inside = old.read(item)
            if item.filename == "word/document.xml":
                inside = b"<w:document " + space + b"><w:body>" + body + b"</w:body></w:document>"
            new.writestr(item.filename, inside)
    return buffer.getvalue()


def _page_of_words() -> bytes:
    drawn = zlib.compress(b"BT /F1 9 Tf 9 9 Td " + b"(a) Tj " * 3_000_000 + b"ET", 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(drawn) + drawn + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize("bomb", [_page_of_words, pytest.param(_paragraphs, marks=pytest.mark.release)])
def test_a_small_file_that_unpacks_without_end_is_given_up(bomb: Callable[[], bytes]) -> None:
    data = bomb()
    assert len(data) < 100_000
    with pytest.raises(DomainError) as refused:
        read_apart(data, seconds=2)
    assert refused.value.code in ("reading.too_slow", "reading.too_large")


def test_what_is_small_gets_less_time() -> None:
    assert seconds_for(27_000) < seconds_for(2_000_000) < seconds_for(20_000_000) == seconds_for(200_000_000)


def test_a_reading_made_apart_is_the_same() -> None:
    data = PLAN.encode()
    assert read_apart(data, source="plan.txt") == read_text(PLAN, source="plan.txt")


def test_the_process_that_reads_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_SEALING_KEY", "secret")
    assert "HUIGONG_SEALING_KEY" not in environment()


def test_only_shapes_of_a_reading_come_back() -> None:
    with pytest.raises(DomainError) as refused:
        unpacked(pickle.dumps((print, {})))
    assert refused.value.code == "reading.no_process"
