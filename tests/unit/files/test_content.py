"""What is taken, as what, and what is not and why: by content, whatever the name says."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from huigong.files.content import pdfs
from huigong.files.content.examining import Examined, examine
from huigong.files.content.kinds import Kind
from huigong.kernel.errors import Invalid
from tests.unit.files import makers

SIDE = 2400


def examined(data: bytes, **options: object) -> Examined:
    return examine(data, longest_side=SIDE, **{"wanted": frozenset(Kind), **options})  # type: ignore[arg-type]


def refused(data: bytes) -> Invalid:
    with pytest.raises(Invalid) as error:
        examined(data)
    assert error.value.what and error.value.why and error.value.do, "says what, why and what to do"
    return error.value


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


HONEST: dict[str, tuple[Callable[[], bytes], Kind]] = {
    "jpeg": (makers.jpeg, Kind.JPEG),
    "heic": (makers.heic, Kind.JPEG),
    "webp": (makers.webp, Kind.JPEG),
    "png": (makers.png, Kind.PNG),
    "pdf": (makers.pdf, Kind.PDF),
    "xlsx": (makers.xlsx, Kind.XLSX),
    "docx": (makers.docx, Kind.DOCX),
    "ods": (makers.ods, Kind.ODS),
    "csv": (lambda: "姓名,金额\n虚构甲,100\n虚构乙,200\n".encode("gb18030"), Kind.CSV),
    "text": (lambda: "老板说下个月一起发。\r\n我等了三个月。".encode(), Kind.TEXT),
    "windows text": (lambda: "欠薪三个月".encode("utf-16"), Kind.TEXT),
    "invoice with packed figures": (
        lambda: makers.pdf_of_packed_data(pikepdf.Name.FlateDecode, content=zlib.compress(b'{"a": 1}')),
        Kind.PDF,
    ),
    "letter with a large picture": (
        lambda: makers.with_entry(makers.docx(), "word/media/image9.bmp", b"BM" + bytes(21 * 1024 * 1024)),
        Kind.DOCX,
    ),
    "invoice": (lambda: makers.pdf_carrying("发票.xml", b"<?xml version='1.0'?><a/>"), Kind.PDF),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_people_hand_in_is_taken(name: str) -> None:
    make, kind = HONEST[name]
    assert examined(make()).kind is kind


@pytest.mark.parametrize("name", ["pdf", "xlsx", "docx", "ods"])
def test_documents_are_kept_byte_for_byte(name: str) -> None:
    data = HONEST[name][0]()
    assert examined(data).body == data


def test_text_is_stored_in_one_encoding() -> None:
    assert examined("虚构甲，三千元".encode("gb18030")).body.decode("utf-8") == "虚构甲，三千元"


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "svg": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "kind"),
    "svg after a comment": (lambda: b"  <!-- x --><svg onload=alert(1)>", "kind"),
    "html": (lambda: makers.HTML, "kind"),
    "html in utf-16": (lambda: "<html><body>".encode("utf-16"), "kind"),
    "gif with a page": (makers.gif_with_page, "kind"),
    "program": (lambda: b"MZ\x90\x00" + bytes(600), "kind"),
    "script": (lambda: b"#!/bin/sh\nrm -rf /\n", "kind"),
    "archive": (lambda: makers.archive(**{"a.txt": b"x"}), "kind"),
    "video": (lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(50), "kind"),
    "noise": (lambda: bytes(range(256)) * 4, "kind"),
    "text with a turned line": (lambda: "合同\u202egpj.exe".encode(), "kind"),
    "jpeg of many segments": (makers.jpeg_of_many_segments, "bomb"),
    "png of many chunks": (makers.png_of_many_chunks, "bomb"),
    "png bomb": (makers.png_bomb, "bomb"),
    "zip bomb": (makers.zip_bomb, "bomb"),
    "zip that lies": (makers.lying_zip, "cut"),
    "pdf bomb": (makers.pdf_bomb, "bomb"),
    "pdf bomb in a bomb": (lambda: makers.pdf_bomb(layers=2), "bomb"),
    "pdf bombs that break": (makers.pdf_of_broken_bombs, "bomb"),
    "pdf bomb behind an odd line end": (
        lambda: makers.pdf_bomb().replace(b"\nstream\n", b"\nstream \r"),
        "bomb",
    ),
    "pdf with unmeasured data": (
        lambda: makers.pdf_of_packed_data(
            pikepdf.Name.ASCIIHexDecode, pikepdf.Name.FlateDecode, content=zlib.compress(b"{}").hex().encode()
        ),
        "active",
    ),
    "pdf with a script": (makers.pdf_with_script, "active"),
    "pdf with a password": (makers.pdf_with_password, "encrypted"),
    "pdf with limits": (lambda: makers.pdf_with_password(owner_only=True), "encrypted"),
    "pdf with a hidden password": (
        lambda: makers.pdf_with_password(owner_only=True).replace(b"/Encrypt ", b"/#45ncrypt "),
        "encrypted",
    ),
    "pdf with a program": (lambda: makers.pdf_carrying("a.exe", b"MZ" + bytes(99)), "active"),
    "pdf with a page behind it": (lambda: makers.pdf() + makers.HTML, "mixed"),
    "pdf behind a page": (lambda: b"<p>" + makers.pdf(), "mixed"),
    "pdf behind an archive": (lambda: makers.pdf() + makers.archive(a=b"x"), "mixed"),
    "cut pdf": (lambda: makers.pdf()[:-200], "cut"),
    "pdf without a beginning": (lambda: makers.pdf()[:9] + makers.pdf()[-40:], "cut"),
    "pdf of nothing": (lambda: b"%PDF-1.7\n%%EOF", "cut"),
    "cut jpeg": (lambda: makers.jpeg((800, 600))[:2000], "cut"),
    "cut png": (lambda: makers.png((800, 600))[:-60], "cut"),
    "cut heic": (lambda: makers.heic()[:-100], "cut"),
    "cut xlsx": (lambda: makers.xlsx()[:-50], "cut"),
    "jpeg of nothing": (lambda: b"\xff\xd8\xff\xe0" + bytes(40), "cut"),
    "many scans": (makers.jpeg_of_many_scans, "bomb"),
    "large with many scans": (makers.large_jpeg_of_many_scans, "bomb"),
    "macros": (lambda: makers.with_entry(makers.xlsx(), "xl/vbaProject.bin", b"x"), "active"),
    "macros in an open sheet": (
        lambda: makers.with_entry(makers.ods(), "Basic/Standard/Module1.xml", b"<x/>"),
        "active",
    ),
    "sheet with linked tables": (
        lambda: makers.ods(b'<table:table-source xlink:href="http://h.example/"/>'),
        "active",
    ),
    "open sheet with a password": (
        lambda: makers.with_entry(
            makers.archive(mimetype=makers.OPEN_SHEET, **{"content.xml": b"x"}),
            "META-INF/manifest.xml",
            b"<manifest:encryption-data/>",
        ),
        "encrypted",
    ),
    "macros in a letter": (lambda: makers.with_entry(makers.docx(), "word/vbaProject.bin", b"x"), "active"),
    "fetched template": (
        lambda: makers.with_entry(
            makers.docx(),
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Type="x/attachedTemplate" '
            b'Target="http://h.example/t.dotm" TargetMode="External"/></Relationships>',
        ),
        "active",
    ),
    "fetched template in other letters": (
        lambda: makers.with_entry(
            makers.docx(),
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Type="x/attachedTemplate" '
            b'Target="http://h.example/t.dotm" TargetMode="&#69;xternal"/></Relationships>',
        ),
        "active",
    ),
    "entities in a letter": (
        lambda: makers.with_entry(
            makers.docx(), "word/_rels/x.xml.rels", b'<!DOCTYPE r [<!ENTITY e "x">]><Relationships/>'
        ),
        "active",
    ),
    "letter of one huge part": (
        lambda: makers.with_entry(makers.docx(), "word/footnotes9.xml", b" " * (21 * 1024 * 1024)),
        "bomb",
    ),
    "letter of huge parts under other names": (makers.docx_of_unnamed_markup, "bomb"),
    "pdf of too many streams": (lambda: b"%PDF-1.7\n" + b"stream\n" * 60_002 + b"%%EOF", "bomb"),
    "pdf packed unusually where the reader opens it": (
        lambda: makers.pdf().replace(
            b"%%EOF", b"1 0 obj<</Type/Obj#53tm/Filter/LZW#44ecode>>stream\nendobj\n%%EOF"
        ),
        "bomb",
    ),
    "program in a letter": (
        lambda: makers.with_entry(makers.docx(), "word/embeddings/oleObject1.bin", b"x"),
        "active",
    ),
    "archive before a document": (lambda: b"PK\x03\x04" + bytes(60) + makers.xlsx(), "mixed"),
    "document and a page": (lambda: makers.xlsx() + makers.HTML, "mixed"),
    "ofd": (lambda: makers.archive(**{"OFD.xml": b"<a/>"}), "kind"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "kind"),
    "locked office file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "broken old sheet": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "cut"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_taken_is_refused_in_words(name: str) -> None:
    make, code = HOSTILE[name]
    assert refused(make()).code == f"files.{code}"


def test_a_script_is_found_wherever_a_pdf_hides_it() -> None:
    link = pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
    assert refused(makers.pdf(Deep=pikepdf.Array([pikepdf.Array([link])]))).code == "files.active"


def test_many_short_streams_cost_no_more_than_their_length() -> None:
    streams = (b"stream\n" + zlib.compress(b"") + b"\nendstream\n") * 20_000
    assert refused(b"%PDF-1.4\n" + streams + bytes(15 * 1024 * 1024) + b"\n%%EOF\n").code == "files.cut"


def test_a_link_that_waits_for_a_click_is_no_danger() -> None:
    relations = (
        b'<Relationships><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="http://h.example/" TargetMode="External"/></Relationships>'
    )
    letter = makers.with_entry(makers.docx(), "word/_rels/footer9.xml.rels", relations)
    assert examined(letter).kind is Kind.DOCX


def test_a_place_may_take_pictures_only() -> None:
    with pytest.raises(Invalid) as error:
        examined(makers.pdf(), wanted={Kind.JPEG, Kind.PNG})
    assert "照片" in error.value.why


class TestPictures:
    @pytest.mark.parametrize("make", [makers.jpeg, makers.webp, makers.heic])
    def test_nothing_is_left_of_where_and_with_what_it_was_taken(self, make: Callable[[], bytes]) -> None:
        data = make()
        assert makers.SECRET_MAKE.encode() in data
        body = examined(data).body
        assert makers.SECRET_MAKE.encode() not in body
        assert not opened(body).getexif()
        assert b"Exif" not in body

    @pytest.mark.parametrize(
        ("orientation", "size", "red"),
        [
            (1, (120, 80), (10, 40)),
            (3, (120, 80), (110, 40)),
            (6, (80, 120), (40, 10)),
            (8, (80, 120), (40, 110)),
        ],
    )
    def test_it_stands_upright(self, orientation: int, size: tuple[int, int], red: tuple[int, int]) -> None:
        upright = opened(examined(makers.jpeg(orientation=orientation)).body)
        assert upright.size == size
        assert upright.getpixel(red)[0] > 150  # type: ignore[index]

    def test_a_heic_is_turned_once_and_not_twice(self) -> None:
        assert opened(examined(makers.heic(orientation=6)).body).size in {(80, 120), (120, 80)}

    def test_a_live_photograph_with_its_film_is_a_photograph(self) -> None:
        film = bytes(20) + b"ftypmp42" + b"\xff\xda" * 500
        assert examined(makers.jpeg(progressive=True) + film).kind is Kind.JPEG

    def test_what_was_appended_is_gone(self) -> None:
        body = examined(makers.jpeg() + makers.HTML).body
        assert b"<script" not in body

    def test_what_was_written_into_a_comment_is_gone(self) -> None:
        body = examined(makers.jpeg(comment=makers.HTML)).body
        assert b"<script" not in body

    def test_a_large_one_is_shrunk_and_has_a_small_one(self) -> None:
        picture = examine(makers.jpeg((3000, 1500)), longest_side=1000)
        assert opened(picture.body).size == (1000, 500)
        assert max(opened(picture.thumbnail).size) == 320

    def test_a_screenshot_stays_as_sharp_as_it_was(self) -> None:
        shown = opened(examined(makers.png()).body)
        assert shown.format == "PNG"
        assert list(shown.convert("RGB").tobytes()) == list(makers.picture().tobytes())

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_every_mode_of_png_is_taken(self, mode: str) -> None:
        drawn = Image.new("I;16", (40, 30), 40_000) if mode == "I;16" else makers.picture(mode=mode)
        assert examined(makers.saved(drawn, "PNG")).kind is Kind.PNG

    def test_the_same_picture_gives_the_same_bytes(self) -> None:
        assert examined(makers.jpeg()).sha256 == examined(makers.jpeg()).sha256

    def test_a_document_has_no_small_picture(self) -> None:
        assert examined(makers.pdf()).thumbnail == b""


def test_too_large_is_said_with_both_figures() -> None:
    error = refused(bytes(31 * 1024 * 1024))
    assert error.code == "files.too_large"
    assert "31" in error.what and "30" in error.why


def test_of_an_attached_file_a_megabyte_is_unpacked_and_only_the_usual_way() -> None:
    """What somebody hands over as a copy may be made to fill the memory of whoever verifies it."""
    flate, hexadecimal = pikepdf.Name.FlateDecode, pikepdf.Name.ASCIIHexDecode
    large = zlib.compress(b"{" * 5_000_000)
    once = pdfs.attachments(makers.pdf_carrying("a.json", large, flate))
    twice = pdfs.attachments(makers.pdf_carrying("a.json", large.hex().encode(), hexadecimal, flate))
    assert (len(once["a.json"]), twice["a.json"]) == (1024 * 1024, b"")
