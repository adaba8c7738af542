"""Lots that nobody can steer: the list is closed and its digest published, and only then the seed becomes known.

The seed comes from a public event that was named before the list was closed, or from the secrets of two
parties who each published a digest of theirs before it was closed. It depends on the list, so a list changed afterwards is
another lot; and each entry's lot depends on that entry alone, so striking one moves nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

from huigong.kernel import canonical
from huigong.kernel.errors import Invalid
from huigong.kernel.signing import sm3_hex

LEAST_SECRET = 32
"""Characters of a secret: one that can be guessed could be chosen by whoever closes the list."""


LEAST_PARTIES = 2


@dataclass(frozen=True)
class PublicEvent:
    """Something that happens in public after the list was closed, and what came out: a drawing's numbers, say."""

    name: str
    outcome: str


@dataclass(frozen=True)
class Revealed:
    """What one of two parties published before (`commitment`) and tells now."""

    party: str
    secret: str
    commitment: str


def seed_of_event(list_digest: str, event: PublicEvent) -> str:
    """64 hexadecimal digits."""
    return _digest(["event", list_digest, event.name, event.outcome])


def commitment(round: str, party: str, secret: str) -> str:
    """What a party publishes before the list of the round is closed: 64 hexadecimal digits, for this round only.

    It does not hang on the list: who could choose a secret for a list that is closed could choose the lot.

    Raises `DomainError` (`lot.secret_short`).
    """
    if len(secret) < LEAST_SECRET:
        raise Invalid(
            code="lot.secret_short",
            about="secret",
            what="密语太短",
            why=f"至少{LEAST_SECRET}个字符，短了别人猜得到",
            do="请用系统给的随机密语",
        )
    return _digest(["commitment", round, party, secret])


def seed_of_parties(list_digest: str, revealed: Sequence[Revealed], *, round: str) -> str:
    """64 hexadecimal digits, the same in whatever order they are told.

    Raises `DomainError`: `lot.parties` for fewer than two, `lot.reveal_differs` for a secret that was not committed to.
    """
    if len({each.party for each in revealed}) != len(revealed) or len(revealed) < LEAST_PARTIES:
        raise Invalid(
            code="lot.parties",
            about="parties",
            what="抽签要由两方以上各出一句密语",
            why="只有一方时，这一方可以挑选结果",
            do="请再请一方参加",
        )
    for each in revealed:
        if commitment(round, each.party, each.secret) != each.commitment:
            raise Invalid(
                code="lot.reveal_differs",
                about="secret",
                what=f"{each.party}公布的密语和先前的摘要对不上",
                why="密语改过，或者摘要是另一轮的",
                do="请公布原来的密语；找不到时，请所有各方重新承诺",
            )
    told = sorted((each.party, each.secret) for each in revealed)
    return _digest(["parties", list_digest, *(list(pair) for pair in told)])


class Urn:
    """The lots of one offer under one seed."""

    def __init__(self, seed: str, offer: str) -> None:
        self._begun = hashes.Hash(hashes.SM3())
        self._begun.update(f"{seed}\n{offer}\n".encode())

    def lot(self, entry: str) -> bytes:
        """SM3 of seed, offer and entry, each on a line: 32 bytes, the smaller goes first."""
        drawn = self._begun.copy()
        drawn.update(entry.encode())
        return drawn.finalize()


def _digest(parts: Sequence[object]) -> str:
    return sm3_hex(canonical.written(list(parts)).encode())
