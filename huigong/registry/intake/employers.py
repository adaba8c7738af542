"""The employers that a file names: which are on record, and which would be new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huigong.kernel.errors import DomainError
from huigong.registry import employers
from huigong.registry.intake import known
from huigong.registry.intake.comparing import Codes
from huigong.registry.intake.rows import Entry, GivenWork
from huigong.registry.models import Employer

Named = tuple[str, str, str]  # code or "", name, region


@dataclass
class EmployerBook:
    """`rows`: who is meant by a code, a name and a place; None for one that is not on record yet."""

    region: str
    codes: Codes
    rows: dict[Named, Employer | None] = field(default_factory=dict)
    errors: dict[Named, DomainError] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry], codes: Codes, *, region: str) -> EmployerBook:
        book = cls(region, codes)
        named = {book.named(entry.work) for entry in entries if entry.work is not None}
        on_record = known.employers(
            codes={code for code, _, _ in named if code}, names={name for _, name, _ in named}
        )
        for each in sorted(named):
            try:
                book.rows[each] = _who(each, on_record)
            except DomainError as error:
                book.errors[each] = error
        return book

    def named(self, work: GivenWork) -> Named:
        code = work.uscc or self.codes.get((work.employer, work.place), "")
        return (code, work.employer, work.place or self.region)

    def known(self, work: GivenWork) -> Employer | None:
        return self.rows.get(self.named(work))

    def error_of(self, work: GivenWork) -> DomainError | None:
        return self.errors.get(self.named(work))


def _who(named: Named, on_record: known.Employers) -> Employer | None:
    """As `employers.known`. Raises `Conflict`: `employer.name_differs`, `employer.several`."""
    code, name, region = named
    if code and (employer := on_record.by_code.get(code)) is not None:
        if employer.name != name:
            raise employers.name_differs()
        return employer
    namesakes: Mapping[tuple[str, str], tuple[Employer, ...]] = on_record.by_name
    kept = [row for row in namesakes.get((name, region), ()) if not code or not row.uscc]
    if len(kept) > 1:
        raise employers.several(name)
    return kept[0] if kept else None
