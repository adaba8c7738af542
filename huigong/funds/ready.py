"""Which payments can be ordered: those whose payee has an account that another official has verified since it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from huigong.funds.models import PayeeAccount, Payment

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
    """Those whose payee has a verified account now: the newest that is in force, of two records that became one."""
    theirs = PayeeAccount.objects.filter(ended_at=None).order_by("-pk")
    of_person = theirs.filter(person=OuterRef("person")).values("pk")[:1]
    of_organisation = theirs.filter(organisation=OuterRef("organisation")).exclude(organisation="")
    keys = dict[int, tuple[int, int, int, str]]()
    for kind, rows in (
        (Subquery(of_person), wanted.filter(person__isnull=False)),
        (Subquery(of_organisation.values("pk")[:1]), wanted.filter(person=None)),
    ):
        known = rows.annotate(to=kind).filter(attempt__lt=_MOST_ATTEMPTS)
        for key, attempt, amount, what, to in known.values_list("pk", "attempt", "amount", "what", "to"):
            if to is not None:
                keys[key] = (attempt + 1, amount, what, to)
    accounts = _accounts(wanted, {to for *_, to in keys.values()})
    for key in sorted(keys):
        attempt, amount, what, to = keys[key]
        if to in accounts:
            yield Ready(key, attempt, amount, what, to, *accounts[to])


def _accounts(wanted: QuerySet[Payment], keys: set[int]) -> dict[int, tuple[str, str, str, str]]:
    """Key → holder, number, bank and its code of the verified ones of these."""
    rows = PayeeAccount.objects.filter(ended_at=None).exclude(verified_by="").order_by()
    theirs = rows.filter(person__in=wanted.values("person")) | rows.filter(
        organisation__in=wanted.exclude(organisation="").values("organisation")
    )
    columns = ("pk", "holder", "number", "bank_name", "bank_code")
    return {key: tuple(told) for key, *told in theirs.values_list(*columns).iterator() if key in keys}
