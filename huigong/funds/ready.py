"""Which payments can be ordered: those whose payee has an account that another official has verified since it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from huigong.funds.models import PayeeAccount, Payment

_AT_ONCE = 2000
_MOST_ATTEMPTS = 99  # two digits of the end-to-end number


class _Account(NamedTuple):
    """As the columns of the same names."""

    pk: int
    holder: str
    number: str
    bank_name: str
    bank_code: str


@dataclass(frozen=True)
class Ready:
    """A payment that can be ordered, and where it goes."""

    payment: int
    attempt: int
    amount: int
    what: str
    account: int
    holder: str
    number: str
    bank_name: str
    bank_code: str

    def end_to_end(self, region: str) -> str:
        """Payment and attempt, in 18 digits: no bank takes fewer."""
        return f"{region}{self.payment:010d}{self.attempt:02d}"


def ready_of(wanted: QuerySet[Payment], *, office: str) -> Iterator[Ready]:
    """Those of these payments of the office, in the order of their keys; `amount` is what of each is still to be paid."""
    accounts = _accounts(wanted, office)
    owed = wanted.filter(attempt__lt=_MOST_ATTEMPTS, amount__gt=F("recovered")).order_by("pk")
    columns = ("pk", "attempt", "left", "what", "person_id", "organisation")
    listed = owed.annotate(left=F("amount") - F("recovered")).values_list(*columns)
    for key, attempt, amount, what, person, organisation in listed.iterator(chunk_size=_AT_ONCE):
        account = accounts.get(person or organisation)
        if account is not None:
            yield Ready(key, attempt + 1, amount, what, *account)


def _accounts(wanted: QuerySet[Payment], office: str) -> dict[int | str, _Account | None]:
    """Payee → their account in force; None while nobody has verified it. Of two records that became one the newest counts."""
    people, codes = wanted.values("person"), wanted.exclude(organisation="").values("organisation")
    theirs = Q(person__in=people) | Q(organisation__in=codes)
    rows = PayeeAccount.objects.filter(theirs, office=office, ended_at=None)
    columns = ("person_id", "organisation", "verified_by", *_Account._fields)
    listed = rows.order_by("pk").values_list(*columns).iterator(chunk_size=_AT_ONCE)
    return {
        person or organisation: _Account(*told) if verified else None
        for person, organisation, verified, *told in listed
    }
