"""What is written of an office or a desk, in bounds."""

from __future__ import annotations

import re

from huigong.directory.offices import Contact
from huigong.kernel import writing
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say

_LONGEST = {"name": 60, "street": 120, "telephone": 60, "hours": 80, "source": 120, "serves": 60}
_TELEPHONE = re.compile(r"[0-9][0-9 ()（）+转、，,/-]{1,58}[0-9)）]")


def name(said: str) -> str:
    """The name of an office or a desk. Raises as `text`."""
    return text(said, "name", needed=True)


def source(said: str) -> str:
    """From what paper it is known. Raises as `text`."""
    return text(said, "source", needed=True)


def contact(said: Contact) -> Contact:
    """Street, telephone and hours as they are kept. Raises `DomainError` (`office.telephone`) and as `text`."""
    telephone = text(said.phone, "telephone")
    if telephone and not _TELEPHONE.fullmatch(telephone):
        raise Invalid(
            code="office.telephone",
            about="telephone",
            what="电话写得不对",
            do="请写区号和号码，几个号码用顿号分开，例如 0812-1234567、12333",
        )
    return Contact(text(said.address, "street"), telephone, text(said.hours, "hours"))


def fields(contact: Contact) -> dict[str, str]:
    """The columns of a contact."""
    return {"street": contact.address, "telephone": contact.phone, "hours": contact.hours}


def text(said: str, field: str, *, needed: bool = False) -> str:
    """One line without edges. Raises `DomainError` (`office.text`) where it is needed and empty, or too long."""
    written = writing.line(said)
    if needed and not written:
        raise Invalid(code="office.text", about=field, what="这一项没有填", do="请填写")
    if len(written) > _LONGEST[field]:
        raise Invalid(
            code="office.text",
            about=field,
            what=say("太长了，最多{longest}个字", longest=_LONGEST[field]),
            do="请写短一些",
        )
    return written
