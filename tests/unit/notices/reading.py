"""What a printed letter says, read back from its PDF."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pypdfium2


def text_of(pdf: bytes) -> str:
    """The words of all pages, without space and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        return re.sub(r"\s", "", "".join(pages))
    finally:
        document.close()


def standard_of(pdf: bytes) -> str:
    """`2A` for PDF/A-2a, as the document itself says."""
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as about:
        return f"{about.get('pdfaid:part')}{about.get('pdfaid:conformance')}"
