"""The office book: who was and is responsible where. Pure data, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from huigong.directory.offices.answering import Answering
from huigong.directory.offices.entries import Line, Office, Resolution
from huigong.directory.offices.levels import Level, code_at
from huigong.directory.offices.resolving import resolve_name
from huigong.directory.offices.shelf import Shelf


class OfficeBook(Shelf):
    """The shelf of offices with its questions: who does this work here, who settles this matter, and who was meant."""

    _taken_over: tuple[date, Mapping[str, tuple[str, ...]]] | None = None

    def for_line(self, region: str, line: str, on: date | None = None) -> Office | None:
        """The region's own office for this line of work, never one above it.

        Where no file lists one, by the national pattern (unverified). On a day before or
        after the line's life, its forerunner or heir of that day answers (health
        in 2016: 卫生计生委). For one that the place has closed, the office that it named
        then, wherever that is. None when the line is unknown or nobody here did the work.
        """
        kin = (self.in_charge(f"{region}/{nearest}", on) for nearest in self._nearest_first(line, on))
        return next((office for office in kin if office is not None), None)

    def in_charge(self, office_id: str, on: date | None, *, since: tuple[str, ...] = ()) -> Office | None:
        """The office if it lives on the day, else who has its work then by what the place said when it closed it."""
        versions = self.versions(office_id)
        living = [office for office in versions if _living(office, on)]
        if living or not versions:
            return living[-1] if living else None
        standing = self.standing(office_id, on)
        heir = standing.successor if _over(standing, on) else ""
        return self.in_charge(heir, on, since=(*since, office_id)) if heir and heir not in since else None

    def heir_of(self, office_id: str, on: date) -> Office | None:
        """Who has the work of an office that its place has closed; None for one that lives on the day or ended otherwise."""
        if not self.versions(office_id):
            return None
        standing = self.standing(office_id, on)
        if standing.valid_on(on) or not standing.successor:
            return None
        return self.for_line(standing.region, standing.line, on)

    def taken_over(self, on: date) -> Mapping[str, tuple[str, ...]]:
        """Office → those that their places have closed and whose work it has on the day, in order."""
        known = self._taken_over
        if known is None or known[0] != on:
            theirs: dict[str, list[str]] = defaultdict(list)
            for closed in sorted(self._overlay.closed):
                if heir := self.heir_of(closed, on):
                    theirs[heir.id].append(closed)
            known = self._taken_over = on, {heir: tuple(closed) for heir, closed in theirs.items()}
        return known[1]

    def line_on(self, line: str, on: date | None = None) -> Line | None:
        """The line that did this work on the day: medical insurance in 2016 was 人力资源社会保障."""
        known = (self.line(nearest) for nearest in self._nearest_first(line, on))
        return next((each for each in known if each is not None and _lasting(each, on)), self.line(line))

    def answering(self, region: str, line: str, level: Level, on: date | None = None) -> Answering:
        """Who settles a matter of this line and level for somebody in `region`.

        An office only at that very level; where `region` is too wide to tell which,
        the bodies as a class (当地县级…), never an office further up.
        """
        below = level.below_county
        code = code_at(region, Level.COUNTY if below else level)
        return Answering(
            level=level,
            line=self.line_on(line, on),
            office=self.for_line(code, line, on) if code else None,
            desks=self.desks(code, line, level, on) if code and below else (),
        )

    def resolve(
        self,
        name: str,
        region: str,
        *,
        on: date | None = None,
        today: date | None = None,
        topic: str | None = None,
        except_: tuple[str, ...] = (),
    ) -> Resolution:
        """The offices that a name in a document of `region` means: then, and now.

        `on` is the document's date; `today` is the day that `now` is of, without which also what
        is planned for later counts; `topic` says what the duty is about and
        chooses among split heirs; `except_` names offices (as written, or by id)
        that “其他成员单位” leaves out. Never raises for an unknown name.
        """
        return resolve_name(self, name, region, on=on, today=today, topic=topic, except_=except_)

    def _nearest_first(self, line: str, on: date | None) -> Iterator[str]:
        """The line and those before or after it on the day, each once."""
        asked, seen = [line], set[str]()
        while asked:
            nearest = asked.pop(0)
            if nearest not in seen:
                seen.add(nearest)
                yield nearest
                asked += self._kin(nearest, on)

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


def _over(office: Office, on: date | None) -> bool:
    return office.valid_until is not None and (on is None or office.valid_until < on)


def _lasting(line: Line, on: date | None) -> bool:
    begun = on is None or line.valid_from is None or line.valid_from <= on
    return begun and (line.valid_until is None or (on is not None and on <= line.valid_until))
