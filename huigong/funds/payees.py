"""Who is paid: a person of the register, or an organisation by its code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huigong.kernel.errors import Invalid
from huigong.registry.lookup import hex_of
from huigong.registry.models import Person

_AT_ONCE = 500  # both databases take this many values in one query


@dataclass(frozen=True)
class Payee:
    """`person` is the public id of somebody on record, `organisation` a unified social credit code; exactly one of them."""

    person: str = ""
    organisation: str = ""

    @property
    def key(self) -> str:
        """How it is written where text names it: `person:…`, `organisation:…`."""
        return f"organisation:{self.organisation}" if self.organisation else f"person:{hex_of(self.person)}"


def people_of(payees: Iterable[Payee]) -> Mapping[str, Person]:
    """Public id, as 32 digits → the person, for all payees that are people.

    Raises `DomainError`: `payee.unclear` for one that is both or neither, `payee.not_found` for one that nobody knows.
    """
    wanted: set[str] = set()
    for payee in payees:
        if bool(payee.person) == bool(payee.organisation):
            raise Invalid(
                code="payee.unclear",
                about="payee",
                what="没有说清付给谁",
                do="请写一个人，或者一个单位的代码",
            )
        if payee.person:
            wanted.add(hex_of(payee.person))
    listed, people = sorted(wanted), dict[str, Person]()
    for first in range(0, len(listed), _AT_ONCE):
        rows = Person.objects.on_record().filter(public_id__in=listed[first : first + _AT_ONCE])
        people |= {row.public_id.hex: row for row in rows.only("pk", "public_id").order_by("pk")}
    if missing := wanted - people.keys():
        raise Invalid(
            code="payee.not_found",
            about="payee",
            what="要付的人里，有的没有登记，或者身份还没有核对",
            why=f"有{len(missing)}人",
            do="请先登记、核对身份，再来付款",
        )
    return people
