"""A file as an answer: nothing in it runs, nothing of it is kept on the way."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from huigong.files.content.kinds import Kind
from huigong.files.content.texts import without_formulas
from huigong.files.queries import OpenedFile

# Whatever a browser makes of the bytes, it has no origin, no script and nothing to load.
_CAGE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer(file: OpenedFile, *, save: bool = False) -> StreamingHttpResponse:
    """Pictures are shown, everything else is saved: viewers of documents are programs of their own."""
    chunks, size = file.chunks, file.size
    if file.kind is Kind.CSV:
        chunks, size = _without_formulas(chunks)
    response = StreamingHttpResponse(chunks, content_type=file.kind.media_type)
    as_attachment = save or not file.kind.is_picture
    response["Content-Disposition"] = content_disposition_header(as_attachment, file.name) or "attachment"
    response["Content-Length"] = str(size)
    response["Content-Encoding"] = "identity"  # compressed already; and the length stays true
    response["Content-Security-Policy"] = _CAGE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    response["Accept-Ranges"] = "none"
    return response


def _without_formulas(chunks: Iterator[bytes]) -> tuple[Iterator[bytes], int]:
    """A table as text, in which no cell is a formula to the program that opens it; and its length."""
    told = without_formulas(b"".join(chunks).decode()).encode()
    return iter([told]), len(told)
