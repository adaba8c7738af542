"""A file as an answer: nothing in it runs, nothing of it is kept on the way."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from huigong.files.queries import OpenedFile

# Whatever a browser makes of the bytes, it has no origin, no script and nothing to load.
_CAGE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer(file: OpenedFile, *, save: bool = False) -> StreamingHttpResponse:
    """Pictures are shown, everything else is saved: viewers of documents are programs of their own."""
    response = StreamingHttpResponse(file.chunks, content_type=file.kind.media_type)
    as_attachment = save or not file.kind.is_picture
    response["Content-Disposition"] = content_disposition_header(as_attachment, file.name) or "attachment"
    response["Content-Length"] = str(file.size)
    response["Content-Encoding"] = "identity"  # compressed already; and the length stays true
    response["Content-Security-Policy"] = _CAGE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    response["Accept-Ranges"] = "none"
    return response
