"""The smallest DOC, RTF and ODT that hold given paragraphs and tables, made from their specifications."""

from __future__ import annotations

import io
import struct
import zipfile

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB) with these streams, each padded above the size of small ones."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    chain: list[int] = []
    starts = {}
    for name, data in padded.items():
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        starts[name] = len(sectors)
        chain += [*range(len(sectors) + 1, len(sectors) + len(pieces)), END]
        sectors += pieces
    directory = len(sectors)
    entries = [_entry("Root Entry", 5, child=1, start=END)]
    for place, (name, data) in enumerate(padded.items(), start=1):
        following = place + 1 if place < len(padded) else FREE
        entries.append(_entry(name, 2, right=following, start=starts[name], size=len(data)))
    while len(entries) % 4:
        entries.append(_entry("", 0))
    listed = b"".join(entries)
    count = len(listed) // SECTOR
    chain += [*range(directory + 1, directory + count), END]
    sectors += [listed[at : at + SECTOR] for at in range(0, len(listed), SECTOR)]
    table_at = len(sectors)
    tables = -(-(len(chain) + 1) // 128)
    while tables * 128 < len(chain) + tables:
        tables += 1
    chain += [FAT] * tables
    whole = chain + [FREE] * (tables * 128 - len(chain))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, directory, 0, 4096, END, 0, END, 0, table_at,
    )  # fmt: skip
    header += struct.pack("<108I", *[table_at + n if n < tables else FREE for n in range(1, 109)])
    return header + b"".join(sectors) + struct.pack(f"<{len(whole)}I", *whole)


def _entry(
    name: str, kind: int, *, child: int = FREE, right: int = FREE, start: int = 0, size: int = 0
) -> bytes:
    letters = name.encode("utf-16-le") + (b"\0\0" if name else b"")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", letters, len(letters), kind, 1, FREE, right, child, b"", 0, 0, 0, start, size
    )


Row = list[str]


def word_97(paragraphs: list[str | Row]) -> bytes:
    """A DOC of Word 97; a list of words is one row of a table."""
    text, runs = "", []
    for paragraph in paragraphs:
        if isinstance(paragraph, str):
            text += paragraph + "\r"
            runs.append((len(text), b""))
            continue
        for cell in paragraph:
            text += cell + "\x07"
            runs.append((len(text), struct.pack("<HB", 0x2416, 1)))
        text += "\x07"
        edges = [1000 * place for place in range(len(paragraph) + 1)]
        table = struct.pack("<B", len(paragraph)) + struct.pack(f"<{len(edges)}h", *edges)
        table += bytes(20 * len(paragraph))
        ends = struct.pack("<HBHB", 0x2416, 1, 0x2417, 1) + struct.pack("<HH", 0xD608, len(table) + 1) + table
        runs.append((len(text), ends))
    start = 1024
    body = text.encode("utf-16-le")
    page = -(-(start + len(body)) // SECTOR)
    stream = bytearray((page + 1) * SECTOR)
    stream[start : start + len(body)] = body
    stream[page * SECTOR :] = _formats(start, runs)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    places = struct.pack("<II", start, start + len(body)) + struct.pack("<I", page)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    stream[:900] = _information(len(text), {33: (0, len(clx)), 13: (len(clx), len(places))})
    return compound_file({"WordDocument": bytes(stream), "1Table": clx + places})


def _formats(start: int, runs: list[tuple[int, bytes]]) -> bytes:
    """One page of paragraph properties: where each paragraph ends, and how it is set."""
    page = bytearray(SECTOR)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, start, *(start + 2 * end for end, _ in runs))
    at, known = 510, {}
    for place, (_, properties) in enumerate(runs):
        words = struct.pack("<H", 0) + properties
        words += b"\0" * (len(words) % 2)
        if words not in known:
            at -= len(words) + 2
            page[at : at + len(words) + 2] = struct.pack("<BB", 0, len(words) // 2) + words
            known[words] = at
        page[4 * (len(runs) + 1) + 13 * place] = known[words] // 2
    page[511] = len(runs)
    return bytes(page)


def _information(length: int, parts: dict[int, tuple[int, int]]) -> bytes:
    base = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, 0x1200) + struct.pack("<H", 0xBF)
    words = [0] * 22
    words[3] = length
    offsets = [number for place in range(93) for number in parts.get(place, (0, 0))]
    return (
        base.ljust(32, b"\0")
        + struct.pack("<H28x", 14)
        + struct.pack("<H22I", 22, *words)
        + struct.pack("<H186I", 93, *offsets)
        + struct.pack("<H", 0)
    )


def rich_text(paragraphs: list[str | Row], *, coded: bool = False) -> bytes:
    """An RTF as Word writes it (\\uN) or as older programs do (`coded`: bytes of GBK)."""

    def letters(words: str) -> str:
        if coded:
            return "".join(
                char if char.isascii() else "".join(f"\\'{byte:02x}" for byte in char.encode("gbk"))
                for char in words
            )
        return "".join(
            char if char.isascii() else f"\\u{ord(char) - (65536 if ord(char) > 32767 else 0)}?"
            for char in words
        )

    lines = [
        rf"\pard {letters(one)}\par"
        if isinstance(one, str)
        else r"\trowd\cellx2000\cellx4000\pard\intbl "
        + r"\cell ".join(letters(cell).replace("\n", r"\par ") for cell in one)
        + r"\cell\row"
        for one in paragraphs
    ]
    head = r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    return (head + "\n".join(lines) + "}").encode("ascii")


NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def open_text(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    """An ODT with this XML as its text and these automatic styles."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        if manifest:
            packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return buffer.getvalue()
