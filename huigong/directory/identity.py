"""What `policies/identity.yaml` says: how surely somebody must be known to send what, and when they come of age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from huigong.directory.assurance import Assurance
from huigong.kernel.packs import Kept, Place, Report, Shape, shared_file
from huigong.kernel.packs.kinds import choice, mapped, named, number, one, text

FILE = "identity.yaml"
_NEEDED = Shape("要核对的程度", {"level": choice(Assurance), "why": text()})
_OF_AGE = Shape("成年", {"years": number(), "fact": text()})
_ALONE = Shape("自己登记", {"years": number(), "fact": text()})
_IDENTITY = Shape(
    "身份核对", {"needed": mapped(named(_NEEDED)), "alone": one(_ALONE), "of_age": one(_OF_AGE)}
)


@dataclass(frozen=True)
class Needed:
    """How surely somebody must be known, and why no less."""

    level: Assurance
    why: str


@dataclass(frozen=True)
class IdentityRules:
    """`needed` is by kind of service; `years` is the age from which people act for themselves alone.

    `alone` is the age from which they may register at all, with a phone of their own.
    """

    needed: Mapping[str, Needed]
    years: int
    alone: int

    def of_age_on(self, born: date) -> date:
        """The day on which somebody born then comes of age; of 29 February the 28th in a common year."""
        return _birthday(born, self.years)

    def minor(self, born: date, *, on: date) -> bool:
        """Whether somebody has not come of age."""
        return on < self.of_age_on(born)

    def too_young(self, born: date, *, on: date) -> bool:
        """Whether somebody is of an age at which only others act for them."""
        return on < _birthday(born, self.alone)

    def last_day_as_minor(self, born: date) -> date:
        """The last day on which a guardian acts for them."""
        return self.of_age_on(born) - timedelta(days=1)


def _birthday(born: date, years: int) -> date:
    year = born.year + years
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def read_identity(folder: Path, report: Report) -> IdentityRules:
    """What the file says; what is wrong goes into the report, and then `PackError` is raised."""
    entry = _IDENTITY.require(shared_file(folder, FILE).read(report), report=report, place=Place(FILE))
    needed = {kind: Needed(row["level"], row["why"]) for kind, row in entry["needed"].items()}
    return IdentityRules(needed, entry["of_age"]["years"], entry["alone"]["years"])


identity_rules = Kept(read_identity)
"""The rules of the installed packs, read once."""
