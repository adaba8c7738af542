"""Closures, person by person: slow for many, needs no engine, and checks the others."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from huigong.catalogue.compiled import CompiledRegion, compile_region
from huigong.catalogue.screening_many.mark import KEY, mark_of
from huigong.catalogue.screening_many.people import ID, People, Progress
from huigong.catalogue.screening_many.plan import Asked
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Type, decimal_in_range, integer_in_range

BATCH = 20_000


def screen(asked: Asked, people: People, out: Path, *, progress: Progress | None = None) -> None:
    """Writes one row a person to `out`, in the order of the people."""
    source = ds.dataset(people.path, format="parquet")
    region = compile_region(asked.offers, asked.setting)
    schema = _schema(asked, source.schema.field(ID).type).with_metadata({KEY: mark_of(asked, people).text})
    total, seen = source.count_rows(), 0
    with pq.ParquetWriter(out, schema) as writer:
        for batch in source.to_batches(columns=[ID, *people.facts], batch_size=BATCH):
            rows = [_row(person, people, region) for person in batch.to_pylist()]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            seen += batch.num_rows
            if progress:
                progress(seen / max(total, 1))


def _schema(asked: Asked, identifier: pa.DataType) -> pa.Schema:
    fields = [pa.field(ID, identifier)]
    for offer in asked.offers:
        fields.append(pa.field(offer.service.id, pa.bool_()))
        if offer.service.holding is not None:
            fields.append(pa.field(f"{offer.service.id}.held", pa.bool_()))
        if offer.amount is not None:
            fields.append(pa.field(f"{offer.service.id}.amount", pa.int64()))
        fields.append(pa.field(f"{offer.service.id}.reason", pa.string()))
    return pa.schema(fields)


def _row(person: dict[str, Any], people: People, region: CompiledRegion) -> dict[str, Any]:
    values = {name: _fact(fact, person[name]) for name, fact in people.facts.items()}
    row: dict[str, Any] = {ID: person[ID]}
    for answer in region.answers(values):
        row[answer.service.id] = None if answer.answer is UNKNOWN else answer.answer
        row |= {
            f"{answer.service.id}.held": answer.held,
            f"{answer.service.id}.amount": answer.amount_fen,
            f"{answer.service.id}.reason": str(answer.decided_by),
        }
    return row


def _fact(fact: Fact, value: Any) -> Any:
    """A cell as the rules know it: nothing where it is beyond range or none of the options."""
    match fact.type, value:
        case _, None:
            return None
        case Type.INT, int():
            return integer_in_range(value)
        case Type.DECIMAL, _:
            return decimal_in_range(Decimal(value))
        case Type.ENUM, _:
            return value if value in fact.values else None
    return value
