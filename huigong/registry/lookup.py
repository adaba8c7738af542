"""Finding rows by public id, with an error a person can act on. No access check: callers do that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID, uuid4

from django.db.models import Model

from huigong.audit.fields import blind_indexes
from huigong.directory.assurance import Assurance
from huigong.directory.models import PHONE_CONTEXT
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError, NotFound
from huigong.kernel.sentences import say
from huigong.registry.models import Employer, Engagement, Household, Person
from huigong.registry.models.standing import Ground

_AT_ONCE = 500  # both databases take this many values in one query


_NOBODY = UUID(int=0)

Made = TypeVar("Made", bound=Model)


def public_uuid(public_id: str | UUID) -> UUID:
    """The UUID behind a public id; for anything that is none, the nil UUID, which no row has."""
    try:
        return public_id if isinstance(public_id, UUID) else UUID(str(public_id))
    except ValueError:
        return _NOBODY


def id_from(key: str) -> UUID:
    """The public id of what a form makes whose one-time key this is: sent twice, it is there once. A new one for "".

    Raises `DomainError` (`form.key`) for text that is no such key.
    """
    if not key:
        return uuid4()
    made = public_uuid(key)
    if made == _NOBODY:
        raise Conflict(code="form.key", what="这个表单不能提交", do="请刷新页面后重新填写")
    return made


def require_same(made: Made, told: Mapping[str, object]) -> Made:
    """What was made by the key before. Raises `DomainError` (`form.key`) where the form now says something else of it."""
    if any(getattr(made, name) != value for name, value in told.items()):
        raise Conflict(
            code="form.key",
            what="这个表单已经提交过",
            why="这次的内容和上一次不一样",
            do="请刷新页面后重新填写",
        )
    return made


def hex_of(public_id: str | UUID) -> str:
    """The public id in its one written form, 32 hexadecimal digits; empty for text that is none."""
    key = public_uuid(public_id)
    return "" if key == _NOBODY else key.hex


def is_own(viewer: Principal, person: Person) -> bool:
    """Whether the viewer is this person."""
    return bool(viewer.person_id) and public_uuid(viewer.person_id or "") == person.public_id


def person(public_id: str | UUID) -> Person:
    """Raises `DomainError` (`person.not_found`)."""
    row = Person.objects.filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise person_not_found()
    return row


def held(public_id: str | UUID) -> Person:
    """The row, locked to the end of the transaction: whoever changes a person writes the whole row, and what another
    window has written since it was read would be undone. Raises `DomainError` (`person.not_found`)."""
    rows = Person.objects.select_for_update(of=("self",)).filter(public_id=public_uuid(public_id))
    row = rows.order_by("pk").first()
    if row is None:
        raise person_not_found()
    return row


def anybody() -> bool:
    """Whether somebody is registered at all."""
    return Person.objects.exists()


def holder_of(phone: str) -> Person | None:
    """Who logs in with this phone, given as it is kept."""
    indexes = blind_indexes(phone, context=PHONE_CONTEXT)
    return Person.objects.filter(account__phone_index__in=indexes).order_by("pk").first()


def agreed_by(said: Person) -> Person | None:
    """Somebody without a login who agreed by a code to this phone that another acts for them, if it is this person."""
    rows = Person.objects.by_index("phone", said.phone).filter(
        account=None, assurance=Assurance.PHONE, represented_by__ground=Ground.CODE
    )
    return next((row for row in rows.order_by("pk") if _told(row) == _told(said)), None)


def _told(row: Person) -> tuple[str, ...]:
    return row.paper, row.paper_country, row.resident_number, row.name, row.born_on.isoformat(), row.sex


def person_not_found() -> DomainError:
    """For somebody who does not exist, or not for the viewer."""
    return _not_found("person", "这个人")


def not_checked() -> DomainError:
    """For a row that was only typed online, where an official needs a person on record."""
    return Conflict(
        code="person.not_checked",
        about="resident_number",
        what="这个人的证件还没有核对过",
        why="现在有的只是有人在网上凭手机填的，填的人不一定是他",
        do="请先在窗口登记他，或者核对他的证件",
    )


def people(public_ids: Iterable[str | UUID]) -> dict[str, Person]:
    """Public id (hex) → person with region, birth and sex, no name or number opened, in a few queries.

    Who is not registered is left out; `person_among` says so row by row.
    """
    wanted = list({public_uuid(public_id) for public_id in public_ids})
    by_id: dict[str, Person] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Person.objects.only("public_id", "residence", "born_on", "sex").filter(
            public_id__in=wanted[first : first + _AT_ONCE]
        )
        by_id |= {row.public_id.hex: row for row in rows}
    return by_id


def person_among(people: Mapping[str, Person], public_id: str | UUID) -> Person:
    """One of what `people` gave. Raises `DomainError` (`person.not_found`)."""
    row = people.get(hex_of(public_id))
    if row is None:
        raise person_not_found()
    return row


def household(public_id: str | UUID) -> Household:
    """Raises `DomainError` (`household.not_found`)."""
    row = Household.objects.filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise _not_found("household", "这个家庭户")
    return row


def employer(public_id: str | UUID) -> Employer:
    """Raises `DomainError` (`employer.not_found`)."""
    row = Employer.objects.filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise employer_not_found()
    return row


def employer_not_found() -> DomainError:
    """For an employer that is not registered."""
    return _not_found("employer", "这家用人单位")


def employers(public_ids: Iterable[str | UUID]) -> dict[str, Employer]:
    """Public id (hex) → employer; what is not registered is left out."""
    wanted = list({public_uuid(public_id) for public_id in public_ids})
    batches = (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE))
    return {
        row.public_id.hex: row for batch in batches for row in Employer.objects.filter(public_id__in=batch)
    }


def employer_among(employers: Mapping[str, Employer], public_id: str | UUID) -> Employer:
    """One of what `employers` gave. Raises `DomainError` (`employer.not_found`)."""
    row = employers.get(hex_of(public_id))
    if row is None:
        raise employer_not_found()
    return row


def engagement(public_id: str | UUID, *, of: Person | None = None) -> Engagement:
    """The spell of work, of this person where one is named. Raises `DomainError` (`engagement.not_found`)."""
    rows = Engagement.objects.select_related("person", "employer")
    if of is not None:
        rows = rows.filter(person=of)
    row = rows.filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise _not_found("engagement", "这条用工登记")
    return row


def _not_found(noun: str, words: str) -> DomainError:
    return NotFound(
        code=f"{noun}.not_found",
        what=say("没有找到{words}", words=words),
        why="编号可能抄错了，或者还没有登记",
        do="请核对后重新查找，没有登记的请先登记",
    )
