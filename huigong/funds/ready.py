"""Which payments can be ordered: those whose payee has an account that another official has verified since it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huigong.funds.models import PayeeAccount, Payment

_AT_ONCE = 2000
_MOST_ATTEMPTS = 99  # two digits of the end-to-end number


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


def ready_of(wanted: QuerySet[Payment]) -> Iterator[Ready]:
    """Those of these payments, in the order of their keys. Of two records that became one the newest account counts."""
    in_force = PayeeAccount.objects.filter(ended_at=None).order_by("-pk").values("pk")
    of_person = wanted.filter(person__isnull=False).annotate(
        to=Subquery(in_force.filter(person=OuterRef("person"))[:1])
    )
    of_organisation = wanted.filter(person=None).annotate(
        to=Subquery(in_force.filter(organisation=OuterRef("organisation"))[:1])
    )
    accounts = _verified(wanted)
    ready: list[Ready] = []
    for rows in (of_person, of_organisation):
        listed = rows.filter(attempt__lt=_MOST_ATTEMPTS).order_by()
        for key, attempt, amount, what, to in listed.values_list("pk", "attempt", "amount", "what", "to"):
            if to in accounts:
                ready.append(Ready(key, attempt + 1, amount, what, to, *accounts[to]))
    yield from sorted(ready, key=lambda each: each.payment)


def _verified(wanted: QuerySet[Payment]) -> dict[int, tuple[str, str, str, str]]:
    """Key → holder, number, bank and its code of what these payees have, and another official has seen."""
    rows = PayeeAccount.objects.filter(ended_at=None).exclude(verified_by="").order_by()
    people, codes = wanted.values("person"), wanted.exclude(organisation="").values("organisation")
    theirs = rows.filter(Q(person__in=people) | Q(organisation__in=codes))
    columns = ("pk", "holder", "number", "bank_name", "bank_code")
    listed = theirs.values_list(*columns).iterator(chunk_size=_AT_ONCE)
    return {key: (holder, number, name, code) for key, holder, number, name, code in listed}
