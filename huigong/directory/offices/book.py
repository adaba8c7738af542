"""The office book: who was and is responsible where. Pure data, no database."""

from __future__ import annotations

from datetime import date

from huigong.directory.offices.entries import Office, Resolution
from huigong.directory.offices.loading import NATION
from huigong.directory.offices.resolving import resolve_name
from huigong.directory.offices.shelf import Shelf, chain


class OfficeBook(Shelf):
    """The shelf of offices with its two questions: who does this work here, and who was meant."""

    def for_line(self, region: str, line: str, on: date | None = None) -> Office | None:
        """The office that does this line's work for a place: its own, or the nearest listed above it.

        The nation's ministries serve only the nation. Where no file lists one,
        the place's own by the national pattern (unverified). On a day before or
        after the line's life, its forerunner or heir of that day answers (health
        in 2016: 卫生计生委). None when the line is unknown or nobody did the work.
        """
        asked, seen = [line], set[str]()
        while asked:
            nearest = asked.pop(0)
            if nearest in seen:
                continue
            seen.add(nearest)
            living = self._of_line(region, nearest, on)
            if living is not None:
                return living
            asked += self._kin(nearest, on)
        return None

    def resolve(
        self,
        name: str,
        region: str,
        *,
        on: date | None = None,
        topic: str | None = None,
        except_: tuple[str, ...] = (),
    ) -> Resolution:
        """The offices that a name in a document of `region` means: then, and now.

        `on` is the document's date; `topic` says what the duty is about and
        chooses among split heirs; `except_` names offices (as written, or by id)
        that “其他成员单位” leaves out. Never raises for an unknown name.
        """
        return resolve_name(self, name, region, on=on, topic=topic, except_=except_)

    def _of_line(self, region: str, line: str, on: date | None) -> Office | None:
        for code in chain(region):
            if code == NATION != region:
                continue
            living = [
                office
                for office in self.offices(code)
                if office.id == f"{code}/{line}" and _living(office, on)
            ]
            if living:
                return living[-1]
        derived = [office for office in self.versions(f"{region}/{line}") if _living(office, on)]
        return derived[-1] if derived else None

    def _kin(self, line: str, on: date | None) -> list[str]:
        """Lines before it when it had not begun on the day, lines after it when it had ended; whole heirs first."""
        own = self.line(line)
        if own is None:
            return []
        if on is not None and own.valid_from is not None and on < own.valid_from:
            before = [(heir, other.id) for other in self.lines() for heir in other.heirs if heir.line == line]
            return [other for heir, other in sorted(before, key=lambda pair: bool(pair[0].topics))]
        return [heir.line for heir in sorted(own.heirs, key=lambda heir: bool(heir.topics))]


def _living(office: Office, on: date | None) -> bool:
    return office.valid_until is None if on is None else office.valid_on(on)
