"""Which kinds can be judged with what was handed in, and where each holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from huigong.wages.law import Law
from huigong.wages.reconciling.cells import SCALE
from huigong.wages.reconciling.engines import Engine
from huigong.wages.reconciling.kinds import KINDS
from huigong.wages.reconciling.months import Month, literal
from huigong.wages.reconciling.sources import Sources
from huigong.wages.reconciling.tables import TABLES

_SAYS = {table.name: table.says for table in TABLES}
_HEADERS = {(table.name, column.id): column.name for table in TABLES for column in table.columns}
_OF_A_PROJECT = {
    "paid_late": ("pay_day IS NULL", "没有写发薪日，或者看不懂"),
    "below_minimum": ("minimum IS NULL", "没有写最低工资档，或者资料包里没有当地那时的标准"),
    "account_mismatch": (
        "opening IS NULL OR transferred IS NULL OR closing IS NULL",
        "专户余额没有写全，或者看不懂",
    ),
}
"""What a project may lack for a kind, in SQL over `places`, and in words."""


@dataclass(frozen=True)
class Judged:
    """How often each kind holds, and why one was not judged, wholly or for some projects."""

    kinds: Mapping[str, int]
    not_judged: Mapping[str, str]


def judge(
    engine: Engine,
    sources: Mapping[str, Sources],
    month: Month,
    *,
    law: Law,
    region: str,
    as_of: str,
) -> Judged:
    """Makes `hits`: project, worker, kind, amount in fen."""
    allowed = law.days_allowed(region)
    not_judged = dict(_missing(sources))
    if allowed is None:
        not_judged.setdefault("days_differ", "资料包里没有写天数可以差多少")
    if law.full_day is None:
        not_judged.setdefault("two_sites", "资料包里没有写一天的标准工时")
    figures = {
        "tolerance": str(int((allowed or Decimal(0)) * SCALE)),
        "working_days": str(month.working_days.count),
        "month_end": literal(month.last),
        "as_of": as_of,
    }
    queries = [
        f"SELECT project, worker, '{kind.code}' AS kind, CAST({kind.amount} AS BIGINT) AS amount FROM {kind.among} "
        f"WHERE {kind.holds.format(**figures)}"
        for kind in KINDS
        if kind.code not in not_judged
    ]
    nothing = "SELECT '' AS project, '' AS worker, '' AS kind, CAST(0 AS BIGINT) AS amount WHERE FALSE"
    engine.make("hits", " UNION ALL ".join([*queries, nothing]))
    counted = dict(engine.rows("SELECT kind, count(*) FROM hits GROUP BY kind"))
    not_judged |= dict(_in_part(engine, not_judged)) | dict(_by_half(sources, not_judged))
    _add_open_share(engine, not_judged, month)
    return Judged({kind.code: counted.get(kind.code, 0) for kind in KINDS}, not_judged)


def _missing(sources: Mapping[str, Sources]) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        if lacks := _lacks(kind.needs, sources):
            yield kind.code, lacks


def _lacks(needs: tuple[str, ...], sources: Mapping[str, Sources]) -> str:
    return "；".join(dict.fromkeys(lack for need in needs if (lack := _lack(need, sources))))


def _by_half(sources: Mapping[str, Sources], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What was judged by the tables that are there, though another could have shown more."""
    for kind in KINDS:
        if kind.code not in known and (lacks := _lacks(kind.half, sources)):
            yield kind.code, f"{lacks}，只核对了一半"


def _lack(need: str, sources: Mapping[str, Sources]) -> str:
    table, _, column = need.partition(".")
    if not sources[table].parts:
        return f"没有{_SAYS[table]}（{table}）"
    if column and not any(column in part.columns for part in sources[table].parts):
        return f"{_SAYS[table]}没有“{_HEADERS[table, column]}”这一列"
    return ""


def _in_part(engine: Engine, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for code, (lacking, words) in _OF_A_PROJECT.items():
        if code in known:
            continue
        ((some, every),) = engine.rows(
            f"SELECT count(*) FILTER (WHERE {lacking}), count(*) FROM places WHERE inside"
        )
        if some:
            yield code, f"{some} 个项目（共 {every} 个）{words}"


def _add_open_share(engine: Engine, not_judged: dict[str, str], month: Month) -> None:
    """Whose net is below the least wage by no more than the own insurance share, where nobody says which of them counts."""
    ((people,),) = engine.rows(
        "SELECT count(*) FROM months WHERE share_counts IS NULL AND net < minimum AND net + own_share >= minimum "
        f"AND attended >= {month.working_days.count}"
    )
    if people:
        open_ = f"{people} 人扣了个人社保以后才低于最低工资，当地没有写最低工资含不含这一部分"
        told = not_judged.get("below_minimum")
        not_judged["below_minimum"] = f"{told}；{open_}" if told else open_
