"""Entitlements person by person; people who have the service already are answered no."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from huigong.catalogue.screening_many import polars
from huigong.catalogue.screening_many.duck import connected
from huigong.catalogue.screening_many.people import ID, People, quoted
from huigong.catalogue.screening_many.plan import Asked
from huigong.rules.compile.dialects import DuckDB

BATCH = 2000
_COLUMN = DuckDB().column


class Fresh(NamedTuple):
    """A person by id, and the services that would be new to them."""

    person: int
    services: tuple[str, ...]


def fresh(asked: Asked, people: People) -> Iterator[list[Fresh]]:
    """Everybody, by id, in batches; raises `DomainError` as screening does."""
    with tempfile.TemporaryDirectory(dir=people.path.parent, prefix=".answers-") as name:
        answers = Path(name) / "answers.parquet"
        polars.screen_answers(asked, people, answers)
        with connected(memory="1GB", scratch=Path(name)) as connection:
            rows = connection.execute(_query(asked, people, answers))
            while batch := rows.fetchmany(BATCH):
                yield [Fresh(person, tuple(services)) for person, services in batch]


def _query(asked: Asked, people: People, answers: Path) -> str:
    told = [
        f"CASE WHEN a.{_COLUMN(offer.service.id)} THEN {quoted(offer.service.id)} END"
        for offer in asked.offers
    ]
    listed = f"list_filter([{', '.join(told)}], lambda service: service IS NOT NULL)"
    joined = f"read_parquet({quoted(str(answers))}) AS a JOIN {people.source} AS p USING ({ID})"
    return f"SELECT {ID}, {listed} FROM {joined} ORDER BY {ID}"
