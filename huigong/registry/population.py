"""The people of a region as Parquet, from the providers of facts: what `screen`, `whatif` and statistics read.

One row a person: `id`, and a column for every fact that is known of anybody there (policies/facts.yaml).
Nothing that is sealed because it names somebody leaves the register: no name, number, phone or address.
People are read in batches, so memory does not grow with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import QuerySet

from huigong.audit.fields import blind_index
from huigong.directory.principals import region_prefix
from huigong.directory.reach import within
from huigong.registry import factnames, numbers, providers
from huigong.registry.facts import gather_many
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person, PersonFact
from huigong.registry.registration import PLAIN
from huigong.rules.nodes import Fact
from huigong.rules.values import Type, decimal_in_range, integer_in_range

BATCH = 2000
ID = "id"
_ID_DIGITS = 32
MARK = b"huigong"  # the key of the file's metadata under which stands what it is, as JSON
_ARROW = {
    Type.BOOL: pa.bool_(),
    Type.INT: pa.int64(),
    Type.DECIMAL: pa.decimal128(24, 6),
    Type.DATE: pa.date32(),
    Type.TEXT: pa.string(),
    Type.ENUM: pa.string(),
}


@dataclass(frozen=True)
class Population:
    """Who is written, as they are on a day; `mark` goes into the file's metadata.

    `inside` is for work that does not leave this machine: ids are the register's own keys, so that
    answers lead back to people. Elsewhere an id is a keyed digest, the same in every export while
    the sealing key is the same, from which nobody finds the person without the key.
    """

    people: QuerySet[Person]
    on: date
    facts: Mapping[str, Fact]
    inside: bool = False
    mark: Mapping[str, str] = field(default_factory=dict)


def living_in(region: str) -> QuerySet[Person]:
    """Everybody who lives in a region or below it; what names them stays sealed."""
    return numbers.counted_once().filter(within("residence", region_prefix(region))).only(*PLAIN)


def facts_known(people: QuerySet[Person]) -> dict[str, Fact]:
    """The facts of the dictionary that are stated of any of these people, or that a provider or the roll gives."""
    statements = PersonFact.objects.known_at().filter(person__in=people.order_by().values("pk"))
    stated = set(statements.order_by().values_list("fact", flat=True).distinct())
    provided = {name for provider in providers.registered() for name in provider.facts}
    declared = factnames.dictionary()
    given = stated | provided | declared.counted.keys() | declared.related.keys()
    return {name: fact for name, fact in declared.items() if name in given}


def write(population: Population, path: Path, *, wrote: Callable[[int], object] = lambda count: None) -> int:
    """Writes one row a person, and gives how many; `wrote` hears of each batch."""
    schema, count = _schema(population), 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(population.people):
            writer.write_table(_table(batch, population, schema))
            count += len(batch)
            wrote(len(batch))
    return count


def _schema(population: Population) -> pa.Schema:
    fields = [pa.field(ID, pa.int64() if population.inside else pa.string(), nullable=False)]
    fields += [pa.field(name, _ARROW[fact.type]) for name, fact in population.facts.items()]
    mark = {"kind": "people", "on": population.on.isoformat(), **population.mark}
    return pa.schema(fields, metadata={MARK: json.dumps(mark, ensure_ascii=False)})


def _batches(people: QuerySet[Person]) -> Iterator[list[Person]]:
    """By primary key, each batch in a query of its own: no cursor stays open and nobody is read twice."""
    last = 0
    while batch := list(people.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _table(batch: Sequence[Person], population: Population, schema: pa.Schema) -> pa.Table:
    gathered = gather_many(batch, population.on)
    values = [gathered[person].values for person in batch]
    ids = [person.pk if population.inside else _surrogate(person) for person in batch]
    columns = [pa.array(ids, schema.field(ID).type)]
    for name, fact in population.facts.items():
        cells = [_cell(fact, known.get(name)) for known in values]
        columns.append(pa.array(cells, _ARROW[fact.type]))
    return pa.Table.from_arrays(columns, schema=schema)


def _surrogate(person: Person) -> str:
    return blind_index(person.public_id.hex, context="registry.population.id")[:_ID_DIGITS]


def _cell(fact: Fact, value: FactValue | None) -> Any:
    """The value as every engine can hold it; a number out of range becomes unknown."""
    match fact.type, value:
        case Type.INT, int():
            return integer_in_range(value)
        case Type.DECIMAL, _ if value is not None:
            return decimal_in_range(value)  # type: ignore[arg-type]
    return value
