"""Spreadsheets: opened with the reader that reads them later."""

from __future__ import annotations

import io
from collections.abc import Collection

from django.utils.translation import gettext as _
from python_calamine_plus import CalamineError, CalamineWorkbook

from huigong.files.content import oldsheets, openparts, refusing, sheetparts, zips
from huigong.sheets import panics

_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")


def check_new(data: bytes, names: Collection[str]) -> None:
    """An XLSX. Raises `Invalid`: `files.active`, `files.encrypted`, `files.cut`."""
    zips.require_inert(data, names, what=_("表格"))
    sheetparts.check(data, what=_("表格"))
    _open(data, with_cells=False)  # every entry was read against its checksum; cells can be many


def check_open(data: bytes, names: Collection[str]) -> None:
    """An ODS. Raises as `check_new`."""
    openparts.check(data, names, what=_("表格"))
    _open(data, with_cells=False)


def check_old(data: bytes) -> None:
    """An XLS, or what else lies in the old container. Raises as `check_new`, and `files.kind`."""
    if _ENCRYPTED_PACKAGE in data:
        raise refusing.encrypted(_("这个文件有密码"))
    if _OLD_WORD in data or not any(name in data for name in _WORKBOOKS):
        raise refusing.unknown(_("旧版 Office 文件（doc、ppt、wps）"), "", _("请另存为 docx 或 PDF 再传"))
    if _MACROS in data:
        raise refusing.active(_("这个表格里有宏"), _("宏是会自己运行的程序"))
    oldsheets.check(data)
    _open(data, with_cells=True)


def _open(data: bytes, *, with_cells: bool) -> None:
    try:
        with panics.as_errors():
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            for name in workbook.sheet_names if with_cells else ():
                workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise refusing.encrypted(_("这个表格有密码")) from error
        raise refusing.cut(_("这个表格打不开")) from error
