"""Who answers yes for what they do not have yet: the answers of a screening beside the facts that a grant writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from huigong.catalogue.entries import PublicService
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
        polars.screen(asked, people, answers)
        with connected(memory="1GB", scratch=Path(name)) as connection:
            rows = connection.execute(_query(asked, people, answers))
            while batch := rows.fetchmany(BATCH):
                yield [Fresh(person, tuple(services)) for person, services in batch]


def _query(asked: Asked, people: People, answers: Path) -> str:
    told = [
        f"CASE WHEN a.{_COLUMN(offer.service.id)} AND NOT ({_had(offer.service, people)}) "
        f"THEN {quoted(offer.service.id)} END"
        for offer in asked.offers
    ]
    listed = f"list_filter([{', '.join(told)}], lambda service: service IS NOT NULL)"
    joined = f"read_parquet({quoted(str(answers))}) AS a JOIN {people.source} AS p USING ({ID})"
    return f"SELECT {ID}, {listed} FROM {joined} ORDER BY {ID}"


def _had(service: PublicService, people: People) -> str:
    """`PublicService.is_held` in SQL."""
    if not service.writes or any(write.fact not in people.facts for write in service.writes):
        return "FALSE"
    return " AND ".join(
        f"p.{_COLUMN(write.fact)} IS NOT DISTINCT FROM {_literal(write.value)}" for write in service.writes
    )


def _literal(value: bool | int | str) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int():
            return str(value)
    return quoted(value)
