"""Bytes as an answer that the browser saves: it shows none of it, and nothing of it is kept on the way."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from huigong.notices.keeping import DOCX, PDF

ZIP = "application/zip"
_ENDINGS = {PDF: ".pdf", DOCX: ".docx", ZIP: ".zip"}
_CAGE = "default-src 'none'; sandbox"


def saved(content: bytes, name: str, kind: str = PDF) -> HttpResponse:
    """`name` without its ending; `kind` is a media type."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name + _ENDINGS[kind]) or "attachment"
    answer["Content-Encoding"] = "identity"  # compressed already
    answer["Content-Security-Policy"] = _CAGE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store, private"
    return answer
