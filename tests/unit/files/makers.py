"""Files made for a test: honest ones, and those that somebody would try."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache
from typing import Any

import pikepdf
import pillow_heif
import xlsxwriter
from docx import Document
from PIL import Image

SIZE = (120, 80)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRET_MAKE = "Invented-Phone-9"
FLOOD = 310 * 1024 * 1024  # bytes; a little more than may be unpacked
HTML = b"<html><script>alert(1)</script></html>"


def picture(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue: which way up it is can be seen."""
    drawn = Image.new("RGB", size, (0, 0, 200))
    drawn.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    return drawn.convert(mode)


def exif(*, orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[ORIENTATION] = orientation
    told[MAKE] = SECRET_MAKE
    told.get_ifd(GPS).update({1: "N", 2: (26.0, 34.0, 56.0), 3: "E", 4: (101.0, 43.0, 0.0)})
    return told


def saved(drawn: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    drawn.save(out, format, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = SIZE, *, orientation: int = 1, **options: Any) -> bytes:
    return saved(picture(size), "JPEG", exif=exif(orientation=orientation), **options)


def jpeg_of_many_scans(times: int = 101, *, size: tuple[int, int] = SIZE) -> bytes:
    data = saved(Image.new("L", size), "JPEG", progressive=True) if size != SIZE else jpeg(progressive=True)
    last = data.rfind(b"\xff\xda")
    return data[:last] + data[last:-2] * times + data[-2:]


def large_jpeg_of_many_scans() -> bytes:
    """49 million pixels, walked over some thirty times."""
    return jpeg_of_many_scans(25, size=(7000, 7000))


def png(size: tuple[int, int] = SIZE, mode: str = "RGB") -> bytes:
    return saved(picture(size, mode), "PNG")


def webp() -> bytes:
    return saved(picture(), "WEBP", exif=exif())


def heic(*, orientation: int = 1) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(out, exif=exif(orientation=orientation).tobytes(), quality=80)
    return out.getvalue()


def gif_with_page() -> bytes:
    return saved(picture(), "GIF") + HTML


def jpeg_of_many_segments() -> bytes:
    data = jpeg()
    return data[:2] + b"\xff\xe5\x00\x02" * 200_000 + data[2:]


def png_of_many_chunks() -> bytes:
    data, empty = png(), struct.pack(">I", 0) + b"prVt"
    at = data.index(b"IDAT") - 4
    return data[:at] + (empty + struct.pack(">I", zlib.crc32(b"prVt"))) * 100_000 + data[at:]


def png_bomb() -> bytes:
    """A few bytes that say they are 30,000 × 30,000."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(**more: Any) -> bytes:
    """One empty page; `more` goes into the root."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        for name, value in more.items():
            made.Root["/" + name] = made.make_indirect(value)
        made.save(out)
    return out.getvalue()


def pdf_with_script() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    return pdf(OpenAction=action)


def pdf_with_password(*, owner_only: bool = False) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        user = "" if owner_only else "secret"
        made.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


def pdf_bomb(*, layers: int = 1) -> bytes:
    """A page whose content unpacks to 310 MB."""
    content = bytes(FLOOD)
    for _ in range(layers):
        content = zlib.compress(content, 1)
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        stream = made.make_stream(b"")
        filters = pikepdf.Array([pikepdf.Name.FlateDecode] * layers)
        stream.write(content, filter=filters)
        made.pages[0].Contents = stream
        as_given = pikepdf.StreamDecodeLevel.none
        made.save(out, compress_streams=not filters, stream_decode_level=as_given)
    return out.getvalue()


def pdf_of_broken_bombs() -> bytes:
    """Ten streams that unpack to 40 MB each and then break."""
    packer = zlib.compressobj(9)
    packed = packer.compress(bytes(40 * 1024 * 1024)) + packer.flush(zlib.Z_SYNC_FLUSH) + b"\xff" * 6
    return b"%PDF-1.4\n" + (b"stream\n" + packed + b"\n") * 10 + b"%%EOF\n"


def pdf_of_packed_data(*filters: pikepdf.Name, content: bytes) -> bytes:
    """With an attached file that is written as it stands and said to be packed so."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        stream = pikepdf.Stream(made, content)
        stream.Filter = pikepdf.Array(filters)
        files = pikepdf.Dictionary(F=made.make_indirect(stream))
        made.Root.Extra = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="a.json", EF=files)
        )
        made.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def pdf_carrying(name: str, content: bytes, *filters: pikepdf.Name) -> bytes:
    """With an attached file; `filters` say how `content` is packed already."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)
        if filters:
            made.attachments[name].get_file().obj.write(content, filter=pikepdf.Array(filters))
        as_given = pikepdf.StreamDecodeLevel.none
        made.save(out, compress_streams=not filters, stream_decode_level=as_given)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("工资").write_row(0, 0, ["月份", "应发", "实发"])
    return out.getvalue()


OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(inside: bytes = b"") -> bytes:
    """One table of an OpenDocument spreadsheet, with this markup in it."""
    names = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    rows = b"<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
    content = (
        b'<office:document-content%s xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet>'
        b'<table:table table:name="a">%s%s</table:table></office:spreadsheet></office:body></office:document-content>'
    ) % (names, inside, rows)
    return archive(
        **{
            "mimetype": OPEN_SHEET,
            "content.xml": content,
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        }
    )


def docx() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("虚构的劳动合同")
    document.save(out)
    return out.getvalue()


def with_entry(archive: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one more entry."""
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return out.getvalue()


def docx_of_unnamed_markup() -> bytes:
    """Twice 12 MB of markup in parts that are not named so."""
    part = b"<w:hdr>" + b"<w:p/>" * (2 * 1024 * 1024) + b"</w:hdr>"
    return with_entry(with_entry(docx(), "word/h.dat", part), "word/media/image9.png", part)


@cache
def zip_bomb() -> bytes:
    return with_entry(xlsx(), "xl/media/image1.bmp", bytes(FLOOD))


def lying_zip() -> bytes:
    """Says that 310 MB are ten bytes."""
    data = bytearray(zip_bomb())
    size = struct.pack("<I", FLOOD)
    return bytes(data.replace(size, struct.pack("<I", 10)))


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, content in entries.items():
            opened.writestr(name, content)
    return out.getvalue()
