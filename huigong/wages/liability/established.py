"""What an officer has established about a case: who is owed what, who fills which role, who has paid, who cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huigong.kernel.money import Fen
from huigong.rules.values import Answer


@dataclass(frozen=True)
class Claim:
    """Wages that one worker is owed. `values` are facts in which this worker's case differs from the others'."""

    id: str
    owed: Fen
    values: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Paid:
    """What somebody has paid of a claim, in which role."""

    claim: str
    role: str
    amount: Fen


@dataclass(frozen=True)
class Case:
    """What is established on a day.

    `parties` names who fills each role; `limits` are sums in fen, None where not found out yet; `unable` are roles
    whose party cannot pay, in whichever other role it is liable.
    """

    on: date
    values: Mapping[str, Answer]
    claims: tuple[Claim, ...]
    parties: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Fen | None] = field(default_factory=dict)
    paid: tuple[Paid, ...] = ()
    unable: frozenset[str] = frozenset()
