"""Word documents: opened with the reader that reads them later."""

from __future__ import annotations

import io
from collections.abc import Collection
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from huigong.files.content import fields, refusing, xmlparts, zips
from huigong.files.content.kinds import MEGABYTE

_MOST_MARKUP = 20 * MEGABYTE  # of which the reader makes trees, ten times as large


def check(data: bytes, names: Collection[str]) -> None:
    """A DOCX. Raises `Invalid`: `files.active`, `files.cut`."""
    zips.require_inert(data, names, what=_("文档"))
    if xmlparts.size(data) > _MOST_MARKUP:
        raise refusing.bomb()
    fields.check_letter(data, what=_("文档"))
    try:
        Document(io.BytesIO(data))
    except (PackageNotFoundError, XMLSyntaxError, BadZipFile, KeyError, ValueError) as error:
        raise refusing.cut(_("这个文档打不开")) from error
