"""Raises an obligation for everybody of a population at once: who owes it by its rule, and what of it stands today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from huigong.obligations.forecast.columns import Many, forecast_many
from huigong.obligations.forecast.rounds import ROW
from huigong.obligations.forecast.tables import SUBJECT, Tables
from huigong.obligations.forecast.terms import Versions
from huigong.rules.compile.polars import PolarsProgram
from huigong.rules.compile.setting import Setting
from huigong.rules.nodes import Fact, Node

_KEY = [SUBJECT, "anchor", "ordinal"]
_COMPARED = [name for name in ROW if name not in _KEY]


@dataclass(frozen=True)
class Duty:
    """An obligation of a population: `anchor` and `done` are columns of days, `rule` is its `while`."""

    id: str
    versions: Versions
    anchor: str
    done: str = ""
    rule: Node | None = None


@dataclass(frozen=True)
class Raised:
    """How many answers to `while` are known of an obligation, how many occurrences stand, and how many differ from before.

    `apart` is how many histories had to be answered person by person.
    """

    answers: int
    occurrences: int
    changed: int
    apart: int


def raise_into(
    folder: Path,
    duties: Sequence[Duty],
    people: pl.LazyFrame,
    facts: Mapping[str, Fact],
    setting: Setting,
) -> dict[str, Raised]:
    """Raises each obligation for everybody, by id, and keeps in `folder` what stands and what was answered.

    Again on the same day, nothing changes: what was kept there is read first. `people` has an `id`, the facts, and the
    columns that the duties name.
    """
    answered = answers(duties, people, facts, setting)
    return {duty.id: _raise(folder, duty, answered, setting.on) for duty in duties}


def _raise(folder: Path, duty: Duty, answered: pl.DataFrame, on: date) -> Raised:
    asked, stands = folder / f"{duty.id}.while.parquet", folder / f"{duty.id}.parquet"
    kept = pl.read_parquet(asked) if asked.exists() else Tables.of({}).standings
    before = pl.read_parquet(stands) if stands.exists() else pl.DataFrame(schema=ROW)
    standings, told = raised(duty, answered, kept, on)
    different = changed(before, told.occurrences)
    if different or standings.height != kept.height:
        standings.write_parquet(asked, compression="lz4")
        told.occurrences.write_parquet(stands, compression="lz4")
    return Raised(standings.height, told.occurrences.height, different, told.apart)


def answers(
    duties: Sequence[Duty], people: pl.LazyFrame, facts: Mapping[str, Fact], setting: Setting
) -> pl.DataFrame:
    """A row a person: `id`, the days that the obligations read, and by obligation whether its rule holds; null not known."""
    program = PolarsProgram(setting, facts, dict(people.collect_schema()))
    rules = {duty.id: duty.rule for duty in duties if duty.rule is not None}
    program.expect(rules.values())
    outputs = {name: program.once(program.add(rule)).made for name, rule in rules.items()}
    days = dict.fromkeys(name for duty in duties for name in (duty.anchor, duty.done) if name)
    return program.frame(people, outputs, keep=["id", *days]).collect(engine="streaming")


def raised(duty: Duty, answered: pl.DataFrame, kept: pl.DataFrame, on: date) -> tuple[pl.DataFrame, Many]:
    """The answers to `while` until today, and what stands today, of everybody who has an anchor.

    `kept` are the answers of earlier runs, to which only new ones are added.
    """
    anchored = answered.filter(pl.col(duty.anchor).is_not_null())
    standings = _stand(duty, anchored, kept, on)
    tables = Tables(
        anchorings=anchored.select(
            subject="id",
            said_on=duty.anchor,
            anchor=pl.lit(duty.anchor),
            day=duty.anchor,
            last_day=pl.lit(None, dtype=pl.Date),
        ),
        standings=standings,
        proofs=_proofs(duty, anchored),
        excuses=Tables.of({}).excuses,
    )
    return standings, forecast_many(duty.versions, tables, on)


def changed(before: pl.DataFrame, now: pl.DataFrame) -> int:
    """How many occurrences are new, gone or not as they were."""
    both = now.join(before, on=_KEY, how="inner", suffix=" before")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name} before")) for name in _COMPARED)
    alike = both.select(same.sum()).item() or 0
    return int(now.height - alike + before.height - both.height)


def _stand(duty: Duty, anchored: pl.DataFrame, kept: pl.DataFrame, on: date) -> pl.DataFrame:
    """The answers of before, and those of today that are others."""
    if duty.rule is None:
        return kept
    now = anchored.select(subject="id", day=pl.lit(on), holds=duty.id)
    if not kept.height:
        return now
    latest = kept.sort("day").group_by(SUBJECT, maintain_order=True).last()
    other = now.join(latest, on=SUBJECT, how="left", suffix=" before")
    other = other.filter(pl.col("day before").is_null() | ~pl.col("holds").eq_missing(pl.col("holds before")))
    return pl.concat([kept, other.select(SUBJECT, "day", "holds")])


def _proofs(duty: Duty, anchored: pl.DataFrame) -> pl.DataFrame:
    if not duty.done:
        return Tables.of({}).proofs
    done = anchored.filter(pl.col(duty.done).is_not_null())
    return done.select(subject="id", day=duty.done, id=pl.lit(duty.done), refused=pl.lit(""))
