"""`huigong pack check --all`: every notice of the packs, printed with the least, the usual and the most data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, Report
from huigong.notices.printing import render
from huigong.notices.samples import samples
from huigong.notices.templates import read_notices


def unprinted(folder: Path) -> Iterator[PackError]:
    """One process for each notice, so that one that cannot be printed is named."""
    for template in read_notices(folder, Report()).templates:
        try:
            render([letter for _, letter in samples(template)])
        except DomainError as error:
            what = f"文书“{template.name}”排不出来"
            yield PackError("notice.unprinted", what=what, why=str(error), place=template.place)
