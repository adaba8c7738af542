"""Histories of many subjects as tables, a row an event, and one subject's history out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing

SUBJECT = "subject"
_KINDS: Mapping[str, tuple[type, Mapping[str, pl.DataType]]] = {
    "anchorings": (
        Anchoring,
        {"said_on": pl.Date(), "anchor": pl.String(), "day": pl.Date(), "last_day": pl.Date()},
    ),
    "standings": (Standing, {"day": pl.Date(), "holds": pl.Boolean()}),
    "proofs": (Proof, {"day": pl.Date(), "id": pl.String(), "refused": pl.String()}),
    "excuses": (Excuse, {"day": pl.Date(), "id": pl.String(), "until": pl.Date()}),
}


@dataclass(frozen=True)
class Tables:
    """The events of one obligation. Each table has `subject` (a whole number) and the fields of its event."""

    anchorings: pl.DataFrame
    standings: pl.DataFrame
    proofs: pl.DataFrame
    excuses: pl.DataFrame

    @classmethod
    def of(cls, histories: Mapping[int, History]) -> Tables:
        """From histories by subject."""
        frames = {}
        for name, (_, columns) in _KINDS.items():
            rows = [
                (subject, *(getattr(event, column) for column in columns))
                for subject, history in histories.items()
                for event in getattr(history, name)
            ]
            frames[name] = pl.DataFrame(rows, schema={SUBJECT: pl.Int64(), **columns}, orient="row")
        return cls(**frames)

    def histories(self, subjects: pl.Series) -> Iterator[tuple[int, History]]:
        """The history of each of the subjects, in their order."""
        gathered: dict[int, dict[str, list]] = {subject: {} for subject in subjects}
        for name, (made, columns) in _KINDS.items():
            wanted = getattr(self, name).filter(pl.col(SUBJECT).is_in(subjects.implode()))
            for subject, *fields in wanted.select(SUBJECT, *columns).iter_rows():
                gathered[subject].setdefault(name, []).append(made(*fields))
        for subject, events in gathered.items():
            yield subject, History.of(**events)
