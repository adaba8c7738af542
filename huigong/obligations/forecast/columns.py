"""The forecast of millions: the plain histories in columns, the few others person by person.

Plain is a history with one anchor that was said once, under the same terms since, with no excuse, and with `while`
answered at most once. Its proofs are met in rounds: in the k-th, everybody's k-th. `forecast` says what each must give.
Where the anchors say their last day (`Terms.dated`), several of them that each renew the one before are plain as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from huigong.obligations.forecast import days_in_columns
from huigong.obligations.forecast.days_in_columns import Days
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.rounds import ROW, Rounds
from huigong.obligations.forecast.states import Forecast
from huigong.obligations.forecast.tables import SUBJECT, Tables
from huigong.obligations.forecast.terms import Terms, Versions

REFUSED = {SUBJECT: pl.Int64(), "id": pl.String(), "why": pl.String()}
CHANGES = {SUBJECT: pl.Int64(), "next_change_on": pl.Date()}


@dataclass(frozen=True)
class Many:
    """A row an occurrence; a row a proof or excuse that does not count; a row a subject that changes by itself.

    `apart` is how many were answered person by person.
    """

    occurrences: pl.DataFrame
    refused: pl.DataFrame
    changes: pl.DataFrame
    apart: int = 0


def forecast_many(versions: Versions, tables: Tables, day: date) -> Many:
    """`forecast` for every subject that has an anchor; rows in no particular order."""
    fits = versions.until is None and days_in_columns.fits(versions.on(day))
    plain = _plain(versions, tables, day) if fits else None
    anchored = tables.anchorings.get_column(SUBJECT).unique()
    others = (
        anchored if plain is None else anchored.filter(~anchored.is_in(plain.get_column(SUBJECT).implode()))
    )
    parts = [_one_by_one(versions, tables, others.sort(), day)]
    if plain is not None and plain.height:
        parts.append(_in_columns(versions, tables, plain, day))
    return Many(
        pl.concat([part.occurrences for part in parts]),
        pl.concat([part.refused for part in parts]),
        pl.concat([part.changes for part in parts]),
        apart=len(others),
    )


def _plain(versions: Versions, tables: Tables, day: date) -> pl.DataFrame:
    """Those whose history is plain: subject, anchor, day, said_on, last_day, begun, since, holds and what renewed them."""
    terms = versions.on(day)
    changed = max(versions.since, *(since for since, _ in versions.changes if since <= day), date.min)
    sure = pl.col("day").is_not_null() & (pl.col("said_on") <= day)
    if terms.dated:
        sure = sure & (pl.col("last_day") >= versions.since)
    threads = tables.anchorings.with_columns(begun=_begun(terms))
    sure = (sure & (pl.col("begun") >= changed)).fill_null(False)
    several = threads.get_column(SUBJECT).is_duplicated().any()
    if several and terms.dated:
        once = pl.struct(SUBJECT, "anchor").is_unique().all().over(SUBJECT)
        threads = threads.filter(sure.all().over(SUBJECT) & once)
        threads = _without_more(threads, tables, conditional=terms.conditional)
    else:
        threads = threads.filter(sure & (pl.len().over(SUBJECT) == 1) if several else sure)
    said = tables.standings
    plain = threads
    if said.height:
        odd = (
            said.filter(pl.col(SUBJECT).is_duplicated() | (pl.col("day") > day)).get_column(SUBJECT).unique()
        )
        plain = plain.join(odd.to_frame(), on=SUBJECT, how="anti") if len(odd) else plain
    if tables.excuses.height:
        plain = plain.join(tables.excuses.select(SUBJECT), on=SUBJECT, how="anti")
    twice = (
        tables.proofs.filter(pl.struct(SUBJECT, "id").is_duplicated())
        if tables.proofs.height
        else tables.proofs
    )
    if twice.height:
        plain = plain.join(twice.select(SUBJECT), on=SUBJECT, how="anti")
    since = said.rename({"day": "since"})
    plain = plain.join(since, on=SUBJECT, how="left", maintain_order="left")
    return _renewed(plain) if terms.dated else plain.with_columns(renewed=pl.lit(False))


def _begun(terms: Terms) -> pl.Expr:
    """`threads.begun`: what is owed once can be done before that from which it runs."""
    known = pl.min_horizontal("day", "said_on")
    if terms.every is not None:
        return known
    opens = Days(terms).opens_once()
    return pl.min_horizontal(known, opens)


def _without_more(threads: pl.DataFrame, tables: Tables, *, conditional: bool) -> pl.DataFrame:
    """Those who have one anchor, or several and nothing else than that they have owed it from the first day on."""
    several = pl.len().over(SUBJECT) > 1
    proved = pl.col(SUBJECT).is_in(tables.proofs.get_column(SUBJECT).implode())
    if not conditional:
        return threads.filter(~(several & proved))
    first = tables.standings.group_by(SUBJECT).agg(
        owed_since=pl.col("day").min(), owed=pl.col("holds").fill_null(False).all()
    )
    known = threads.join(first, on=SUBJECT, how="left", maintain_order="left")
    always = (pl.col("owed") & (pl.col("owed_since") <= pl.col("begun").min().over(SUBJECT))).fill_null(False)
    return known.filter(~several | (~proved & always)).drop("owed_since", "owed")


def _renewed(threads: pl.DataFrame) -> pl.DataFrame:
    """Each anchor but the last of a subject with the one that came after it, which renewed it."""
    ordered = threads.sort(SUBJECT, "begun", "last_day", "anchor")
    following = pl.col("anchor").shift(-1).over(SUBJECT)
    return ordered.with_columns(
        renewed=following.is_not_null(), by=following, by_day=pl.col("day").shift(-1).over(SUBJECT)
    )


def _in_columns(versions: Versions, tables: Tables, plain: pl.DataFrame, day: date) -> Many:
    terms = versions.on(day)
    proofs = (
        tables.proofs.join(plain.select(SUBJECT), on=SUBJECT, how="semi")
        if tables.proofs.height
        else tables.proofs
    )
    not_yet = pl.col("day") > day
    refused = [
        proofs.filter(pl.col("refused") != "").select(SUBJECT, "id", why="refused"),
        proofs.filter((pl.col("refused") == "") & not_yet).select(SUBJECT, "id", why=pl.lit("to_come")),
    ]
    counted = proofs.filter((pl.col("refused") == "") & ~not_yet).sort(SUBJECT, "day", "id")
    by_subject = counted.group_by(SUBJECT, maintain_order=True).agg(proof_days="day", proof_ids="id")
    threads = plain.join(by_subject, on=SUBJECT, how="left", maintain_order="left")
    if terms.dated:
        threads = threads.with_columns(
            proof_days=pl.when("renewed").then(pl.concat_list("by_day")).otherwise("proof_days"),
            proof_ids=pl.when("renewed").then(pl.concat_list("by")).otherwise("proof_ids"),
        ).drop("by", "by_day")
    told = Rounds(terms, day).run(threads)
    refused.append(told.refused)
    to_come = proofs.filter(not_yet).select(SUBJECT, next_change_on="day")
    changes = [told.changes, to_come]
    later = min((since for since, _ in versions.changes if since > day), default=None)
    if later is not None:
        changes.append(plain.select(SUBJECT, next_change_on=pl.lit(later)))
    earliest = pl.concat(changes) if to_come.height or later else told.changes
    if to_come.height or later:
        earliest = earliest.group_by(SUBJECT).agg(pl.col("next_change_on").min())
    return Many(told.occurrences, pl.concat(refused), earliest)


def _one_by_one(versions: Versions, tables: Tables, subjects: pl.Series, day: date) -> Many:
    told = [(subject, forecast(versions, history, day)) for subject, history in tables.histories(subjects)]
    refused = [(subject, name, str(why)) for subject, each in told for name, why in each.refused.items()]
    changes = [(subject, each.next_change_on) for subject, each in told if each.next_change_on]
    rows = [row for subject, each in told for row in _rows(subject, each)]
    return Many(
        pl.DataFrame(rows, schema=ROW, orient="row"),
        pl.DataFrame(refused, schema=REFUSED, orient="row"),
        pl.DataFrame(changes, schema=CHANGES, orient="row"),
    )


def _rows(subject: int, told: Forecast) -> Iterator[tuple]:
    for each in told.occurrences:
        yield (
            subject, each.key.anchor, each.key.ordinal, each.state.value, each.due_on, each.opens_on, each.late_after,
            each.last_on, each.ended_on, each.by, each.why.value,
        )  # fmt: skip
