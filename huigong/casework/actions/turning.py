"""Where somebody turns against a decision and until which day, in the words that the decision keeps."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from huigong.casework.actions import clockwork
from huigong.casework.models import Case
from huigong.casework.procedures import remedies
from huigong.casework.procedures.lengths import Length, Remedy
from huigong.casework.servicesteps import service_of
from huigong.directory import offices
from huigong.directory.offices import Office
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Unavailable
from huigong.kernel.timelimits.words import spell_length


def remedy_of(remedy: Remedy | None, case: Case, *, on: date) -> tuple[str, date | None]:
    """Where to turn and until which day: in the procedure's words, else in those of the law for this office.

    A time that nobody has checked for that day is not told and stops no decision, unless the procedure itself sets it.
    """
    if remedy is not None and remedy.where:
        return remedy.where, _last_day(remedy.within, case, on=on) if remedy.within else None
    within = remedy.within if remedy is not None else _within(case)
    if within is None:
        return "", None
    with suppress(Unavailable):
        return _in_words(within, case, on=on), _last_day(within, case, on=on)
    return "", None


def _within(case: Case) -> Length | None:
    service = service_of(case)
    return Length(service.remedy_within) if service and service.remedy_within else None


def _in_words(within: Length, case: Case, *, on: date) -> str:
    """The sentence of the law, with the names and lengths of that day; "" where the packs have none for this office."""
    book = offices.book()
    if not book.versions(case.accountable_office):
        return ""
    office = book.get(case.accountable_office, on)
    saying = remedies.of(within.parameter, office, on)
    if saying is None:
        return ""
    parts = {name: _part(name, office, case, on=on) for name in saying.names}
    return saying.says.format(**parts) if all(parts.values()) else ""


def _part(name: str, office: Office, case: Case, *, on: date) -> str:
    if name in (remedies.OWN_GOVERNMENT, remedies.GOVERNMENT_ABOVE):
        return remedies.government_for(name, office, offices.book(), on)
    limit = clockwork.limit_of(Length(name), region=case.region, on=on)
    return spell_length(limit.length, limit.measure)


def _last_day(within: Length, case: Case, *, on: date) -> date | None:
    limit = clockwork.limit_of(within, region=case.region, on=on)
    return timelimits.run(limit, start=on, today=on, calendar=WorkCalendar.published()).due
