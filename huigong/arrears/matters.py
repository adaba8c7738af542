"""The cases of one matter of arrears: those that were opened because of each other, and who of them is owed what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.db.models import Q

from huigong.arrears.declaring import arrears
from huigong.arrears.models import ArrearsFinding
from huigong.casework.access import readable
from huigong.casework.answers import form_of
from huigong.casework.models import Case, CaseLink, Party
from huigong.casework.procedures.roles import Role
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.kernel.money import Fen
from huigong.records.models import Record
from huigong.wages.models import EarlyWarning

_OWED: Final = (Role.APPLICANT, Role.CONCERNED)  # who reports somebody else's matter claims nothing
_TOGETHER: Final = (CaseLink.Kind.FOLLOWS, CaseLink.Kind.SAME_MATTER, CaseLink.Kind.JOINED_INTO)
_MOST: Final = 200  # cases of one matter


@dataclass(frozen=True)
class Worker:
    """Who is owed wages: `id` is the public id of the first of their rows as a party, whose key is `party`; `person` that of the
    person; `label` tells them apart on an official's page, masked; `owed` fen, None where nobody has said; `months` for how
    many, None where that is not found out."""

    id: str
    person: str
    label: str
    owed: Fen | None
    months: int | None
    party: int


@dataclass(frozen=True)
class Matter:
    """`cases` the oldest first; `content` what officials established last, empty before; `finding` the public id of that, and
    `found_at` the moment."""

    cases: tuple[Case, ...]
    content: Mapping[str, Any]
    finding: str = ""
    found_at: datetime | None = None

    @property
    def keys(self) -> list[int]:
        return [case.pk for case in self.cases]

    @cached_property
    def workers(self) -> tuple[Worker, ...]:
        """Everybody who is owed something, in the order in which they came into the cases; each person once."""
        rows = Party.objects.filter(
            case__in=self.keys, role__in=_OWED, person__isnull=False, left_on__isnull=True
        )
        mine: dict[str, list[Party]] = {}
        for party in rows.select_related("person", "case__application").order_by("pk"):
            assert party.person is not None
            mine.setdefault(party.person.public_id.hex, []).append(party)
        return tuple(
            self._worker(person, rows, number) for number, (person, rows) in enumerate(mine.items(), start=1)
        )

    def _worker(self, person: str, rows: list[Party], number: int) -> Worker:
        first, name = rows[0], rows[0].person.name if rows[0].person else ""
        owed, months = (self._established(key, rows) for key in ("owed", "months"))
        return Worker(
            id=first.public_id.hex,
            person=person,
            label=f"{mask_name(name)}（{number}）",
            owed=_said(rows) if owed is None else Fen(owed),
            months=months,
            party=first.pk,
        )

    def _established(self, key: str, rows: list[Party]) -> int | None:
        """What officials established of a person, under whichever of their rows: cases may have been linked since."""
        kept = self.content.get(key, {})
        return next((kept[row.public_id.hex] for row in rows if row.public_id.hex in kept), None)

    @cached_property
    def projects(self) -> tuple[Record, ...]:
        """The projects of the warnings from which a case was opened."""
        rows = EarlyWarning.objects.filter(case__in=self.keys).select_related("record").order_by("pk")
        return tuple({row.record.pk: row.record for row in rows}.values())


def matter_of(case: Case, *, viewer: Principal | None = None) -> Matter | None:
    """The matter of a case; None for a case that is not about arrears. With a `viewer` only of cases that an official may read:
    of what was established they see what is said of these, as one finding is of the whole matter."""
    every = _together(case)
    known = every if viewer is None else _together(case, viewer)
    cases = tuple(Case.objects.filter(pk__in=known).select_related("application").order_by("pk"))
    said = arrears()
    if not any(said.is_about(each.service_id, each.procedure) for each in cases):
        return None
    latest = ArrearsFinding.objects.filter(case__in=every).order_by("pk").last()
    if latest is None:
        return Matter(cases, {})
    return Matter(cases, latest.content, latest.public_id.hex, latest.found_at)


def _together(case: Case, viewer: Principal | None = None) -> set[int]:
    """The keys of the cases that hang together, with a `viewer` of those that they may read."""
    known, fresh = {case.pk}, {case.pk}
    while fresh and len(known) < _MOST:
        links = CaseLink.objects.filter(
            Q(case__in=fresh) | Q(other__in=fresh), kind__in=_TOGETHER
        ).values_list("case_id", "other_id")
        fresh = {key for pair in links for key in pair} - known
        if viewer is not None:
            fresh = set(readable(viewer).filter(pk__in=fresh).values_list("pk", flat=True))
        known |= fresh
    return known


def _said(parties: Iterable[Party]) -> Fen | None:
    """What the person claims, else what their form says is owed; the latest that says anything."""
    listed = list(parties)
    claimed = [party.amount for party in listed if party.amount is not None]
    if claimed:
        return Fen(claimed[-1])
    for party in reversed(listed):
        sent = form_of(party.case.application) if party.role == Role.APPLICANT else None
        for field in arrears().claimed if sent else ():
            answer = sent.lodged.answers.get(field) if sent else None
            if answer is not None and isinstance(answer.value, int) and not isinstance(answer.value, bool):
                return Fen(answer.value)
    return None
