"""A list as a workbook: who took it, when and what for in the first line, and no more than the list shows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO

from django import forms
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from huigong.directory.principals import Principal
from huigong.files.content.kinds import Kind

_CHUNK, _WIDTH = 64 * 1024, 20
_KEPT_IN_MEMORY = 1024 * 1024


class ExportForm(forms.Form):
    """What the table is for; it goes into the trail and into its first line."""

    purpose = forms.CharField(
        label=gettext_lazy("导出事由"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请写明导出是为了什么。事由会写入审计记录。")},
    )


def mark_of(viewer: Principal, purpose: str, *, now: datetime) -> str:
    """The first line of what is taken away."""
    return _("%(who)s 于 %(when)s 导出，事由：%(purpose)s") % {
        "who": viewer.name,
        "when": f"{timezone.localtime(now):%Y-%m-%d %H:%M}",
        "purpose": purpose,
    }


def download(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    name: str,
    viewer: Principal,
    purpose: str,
    now: datetime,
) -> StreamingHttpResponse:
    """The answer that brings the workbook."""
    content = workbook(title, heads, rows, mark=mark_of(viewer, purpose, now=now))
    answer = StreamingHttpResponse(content, content_type=Kind.XLSX.media_type)
    answer["Content-Disposition"] = (
        f'attachment; filename="{name}-{timezone.localtime(now):%Y%m%d-%H%M%S}.xlsx"'
    )
    return answer


def workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, mark: str
) -> Iterator[bytes]:
    """The bytes of an XLSX, in chunks; row by row from the database, so that no list is too long to hold.

    Every cell is text: none is taken for a formula.
    """
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 - closed below
    with out:
        book = Workbook(
            out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        page, bold = book.add_worksheet(title), book.add_format({"bold": True})
        page.set_header(f"&C{_harmless(mark)}")
        page.set_column(0, max(len(heads) - 1, 0), _WIDTH)
        page.write_string(0, 0, mark, bold)
        _write(page, 1, heads, bold)
        for line, row in enumerate(rows, start=2):
            _write(page, line, row)
        book.close()
        out.seek(0)
        while chunk := out.read(_CHUNK):
            yield chunk


def _write(page: object, line: int, cells: Sequence[str], shape: object = None) -> None:
    for at, cell in enumerate(cells):
        page.write_string(line, at, cell, shape)  # type: ignore[attr-defined]


def _harmless(text: str) -> str:
    """A header takes `&` for a command, and is short."""
    return text.replace("&", "＆")[:200]
