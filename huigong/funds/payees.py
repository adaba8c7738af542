"""Who is paid: a person of the register, or an organisation by its code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid
from huigong.kernel.identity import normalise_uscc
from huigong.registry import involved
from huigong.registry.lookup import hex_of
from huigong.registry.models import Person

_AT_ONCE = 500  # both databases take this many values in one query


@dataclass(frozen=True)
class Payee:
    """`person` is the public id of somebody on record, `organisation` a unified social credit code; exactly one of them.

    A code is kept as it is registered, however it was typed. Raises `DomainError` (`identity.uscc_…`) for what is none.
    """

    person: str = ""
    organisation: str = ""

    def __post_init__(self) -> None:
        if self.organisation:
            object.__setattr__(self, "organisation", normalise_uscc(self.organisation))

    @property
    def key(self) -> str:
        """How it is written where text names it: `person:…`, `organisation:…`."""
        return f"organisation:{self.organisation}" if self.organisation else f"person:{hex_of(self.person)}"


def keys_of(payees: Iterable[Payee]) -> Mapping[str, int]:
    """How a payee is written as text → the key of their row, for all payees that are people.

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
    listed, keys = sorted(wanted), dict[str, int]()
    for first in range(0, len(listed), _AT_ONCE):
        rows = Person.objects.on_record().filter(public_id__in=listed[first : first + _AT_ONCE])
        known = rows.order_by().values_list("public_id", "pk")
        keys |= {f"person:{public_id.hex}": key for public_id, key in known}
    if missing := len(wanted) - len(keys):
        raise Invalid(
            code="payee.not_found",
            about="payee",
            what="要付的人里，有的没有登记，或者身份还没有核对",
            why=f"有{missing}人",
            do="请先登记、核对身份，再来付款",
        )
    return keys


def require_apart(by: Principal, people: Iterable[int | None], *, on: date) -> None:
    """Raises `DomainError` (`person.own_matter`) for an official who is one of these, or of the household of one."""
    near = involved.near(by, on=on).people
    if near and not near.isdisjoint(people):
        raise involved.own_matter()


def masked(number: str) -> str:
    """The last four of an account number, as screens and messages show it."""
    return f"尾号{number[-4:]}" if number else ""
