"""Letters as offices word them: which there are, and the Word copy to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.kernel.errors import DomainError, NotFound
from huigong.notices import officetemplates
from huigong.notices.templates import book
from huigong.notices.word import word_of


@dataclass(frozen=True)
class WordingView:
    """A notice as one office sends it; `since` is None while it is worded as the pack says.

    `names` are those that the document may use.
    """

    template_id: str
    name: str
    office: str
    office_name: str
    names: tuple[str, ...]
    since: date | None


def wordings(viewer: Principal, *, on: date) -> list[WordingView]:
    """Every notice of each office for which the viewer decides, by office and name; one question for each office."""
    offices = {grant.office for grant in viewer.grants_for(Permission.CASE_DECIDE) if grant.office}
    return [row for office in sorted(offices) for row in _of_office(office, on)]


def word_copy(viewer: Principal, *, office: str, template_id: str, on: date) -> tuple[str, bytes]:
    """The name and the Word document that the office's letters of this kind are made from.

    Where the office has none of its own, one that says what the pack says.
    Raises `DomainError`: `access.denied`, `letter.no_wording`, `notice.template_changed`.
    """
    region = office_region(office)
    viewer.require(Permission.CASE_DECIDE, region=region, office=office)
    template = book().find(template_id, region=region, on=on)
    if template is None:
        raise wording_not_found()
    own = officetemplates.in_force(office, template_id, on)
    return template.name, own if own is not None else word_of(template)


def wording_not_found() -> DomainError:
    """For a notice that does not exist or that none of the viewer's offices sends."""
    return NotFound("letter.no_wording", what="没有这种文书", do="请从“部门的文书样式”里选")


def _of_office(office: str, on: date) -> Iterator[WordingView]:
    known, region = book(), office_region(office)
    own = officetemplates.since(office, on)
    rows = (known.find(name, region=region, on=on) for name in sorted({row.id for row in known.templates}))
    for row in rows:
        if row is not None:
            yield WordingView(
                template_id=row.id,
                name=row.name,
                office=office,
                office_name=name_of(office, on),
                names=row.names,
                since=own.get(row.id),
            )
