"""PDF files drawn by hand: text at places, and rules, with a font that readers bring along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

SIZE = 10
HEIGHT = 842


@dataclass
class Page:
    """Texts at (x, y from the top) in the order in which they are drawn, and rules as (x1, y1, x2, y2)."""

    texts: list[tuple[float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def drawn(self) -> bytes:
        words = [
            f"BT /F1 {SIZE} Tf {x} {HEIGHT - y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, text in self.texts
        ]
        rules = [f"{a} {HEIGHT - b} m {c} {HEIGHT - d} l S" for a, b, c, d in self.rules]
        return "\n".join(words + rules).encode()


def pdf(pages: Sequence[Page]) -> bytes:
    font, cid, descriptor = 3 + 2 * len(pages), 4 + 2 * len(pages), 5 + 2 * len(pages)
    kids = " ".join(f"{3 + 2 * place} 0 R" for place in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for place, page in enumerate(pages):
        content = page.drawn()
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] /Contents {4 + 2 * place} 0 R /Resources << /Font << /F1 {font} 0 R >> >> >>".encode()
        )
        parts.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    parts += [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [{cid} 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor {descriptor} 0 R >>".encode(),
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(data))
    )


def set_in_lines(text: str, width: int) -> list[str]:
    """Paragraphs as printed lines of at most `width` characters, each paragraph indented by two."""
    lines = []
    for paragraph in text.splitlines():
        whole = f"　　{paragraph}" if len(paragraph) > 8 and paragraph[0] in "（一二三" else paragraph
        lines += [whole[at : at + width] for at in range(0, len(whole), width)]
    return lines
