"""Whom a copy of the database singles out without the key: the share of people who are alone by what stands in the clear.

`python3 run.py bench identifying` reads the fields of a person that no key seals from the model itself, and counts over the
fictitious county (5,000 people) and over `--people` drawn as a province's register might look how many have all of them in
common with nobody else, and how many with fewer than four others; then the same with what is sealed added, whole or in
part. `--write` replaces its section of docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

import polars as pl

from bench import page

TITLE = "Whom a copy of the database singles out"
ON = date(2026, 11, 25)
FEW = 5
PROVINCE = "51"
# What is drawn follows the shape of the yearly surveys of migrant workers: ages in five bands, more men than women, half
# from the province itself, the others most from few places. No figure is of a real register.
AGES = ((16, 20, 2), (21, 30, 15), (31, 40, 28), (41, 50, 25), (51, 69, 30))
MEN, FROM_HERE, AT_HOME = 0.63, 0.55, 0.4
ROUND_DAYS = (1, 15)  # of a month: what somebody says who half remembers


class Row(NamedTuple):
    """One person as far as these columns go."""

    sex: str
    born_on: date
    hukou_place: str
    residence: str
    residence_since: date | None


class Alone(NamedTuple):
    """Of all people the share who are alone by some columns, and who share them with fewer than four others."""

    one: float
    few: float


def in_the_clear() -> tuple[str, ...]:
    """The fields of a person that say something of them and are neither sealed nor an index of what is."""
    from huigong.audit.fields import BlindIndexField, SealedTextField
    from huigong.registry.models import Person

    kept = (SealedTextField, BlindIndexField)
    fields = (field for field in Person._meta.concrete_fields if not isinstance(field, kept))
    said = Person.Privacy.fields
    return tuple(
        field.name
        for field in fields
        if said.get(field.name) in ("personal", "sensitive") and not field.is_relation
    )


def county() -> Iterator[Row]:
    """The fictitious county, as `huigong county` registers it."""
    from huigong.registry.fictitious import make_county

    for person in make_county(region="510421", elsewhere="511402", on=ON, people=5000).people:
        yield Row(person.sex, person.born_on, person.hukou_place, person.residence, person.residence_since)


def province(people: int, *, seed: int = 2026) -> Iterator[Row]:
    """People drawn one after another; large counties have more of them, and some counties of the country hardly any."""
    dice = random.Random(seed)
    here, everywhere = _counties(PROVINCE), _counties("")
    homes, places = _weighted(here, 0.7, dice), _weighted(everywhere, 1.2, dice)
    for _ in range(people):
        low, high, _share = dice.choices(AGES, [share for _low, _high, share in AGES])[0]
        born = ON - timedelta(days=dice.randrange(round(low * 365.25), round((high + 1) * 365.25)))
        residence = _drawn(homes, dice)
        if dice.random() < FROM_HERE:
            hukou = residence if dice.random() < AT_HOME else _drawn(homes, dice)
        else:
            hukou = _drawn(places, dice)
        since = max(born, ON - timedelta(days=min(int(dice.expovariate(1 / 1500)), 12000)))
        if dice.random() < 0.5:
            since = max(born, since.replace(day=dice.choice(ROUND_DAYS)))
        yield Row("male" if dice.random() < MEN else "female", born, hukou, residence, since)


def _counties(prefix: str) -> list[str]:
    from huigong.kernel import regions

    every = (regions.find(code) for code in regions.codes() if code.startswith(prefix))
    return [each.code for each in every if each.level is regions.Level.COUNTY and not each.abolished]


def _weighted(codes: Sequence[str], steep: float, dice: random.Random) -> tuple[Sequence[str], list[float]]:
    """The codes in a random order with the sums of their weights, the nth weighing 1/n to the power `steep`."""
    order = dice.sample(list(codes), len(codes))
    return order, list(accumulate(1 / (1 + at) ** steep for at in range(len(order))))


def _drawn(weighted: tuple[Sequence[str], list[float]], dice: random.Random) -> str:
    codes, sums = weighted
    return dice.choices(codes, cum_weights=sums)[0]


def alone(people: pl.DataFrame, by: Sequence[pl.Expr]) -> Alone:
    """How many stand alone, and in groups of fewer than five."""
    groups: list[int] = people.group_by(by).len()["len"].to_list()
    singles, among_few = (sum(size for size in groups if size < bound) for bound in (2, FEW))
    return Alone(singles / len(people), among_few / len(people))


def ways(plain: Sequence[str]) -> dict[str, list[pl.Expr]]:
    """What is told → by what columns; the first is what stands in the clear today."""
    column = {name: pl.col(name) for name in Row._fields}
    today = [column[name] for name in plain]
    born, hukou = column["born_on"], column["hukou_place"]
    away = pl.when(hukou.str.head(2) == PROVINCE).then(hukou).otherwise(hukou.str.head(2))
    return {
        "as it stands": today,
        "with the year of birth": [*today, born.dt.year()],
        "with year and month of birth": [*today, born.dt.strftime("%Y-%m")],
        "with the birth date": [*today, born],
        "with the first day of residence": [*today, column["residence_since"]],
        "of hukou outside the province that province alone": [*(column[name] for name in plain if name != "hukou_place"), away],
        "with both days, as it was": [*today, born, column["residence_since"]],
        "with the year of birth, both places by province": [
            column["sex"], born.dt.year(), column["hukou_place"].str.head(2), column["residence"].str.head(2),
        ],
    }  # fmt: skip


def table(counted: dict[str, list[Alone]], plain: Sequence[str], sizes: Sequence[int]) -> str:
    lines = "\n".join(
        f"| {told} | " + " | ".join(f"{each.one:.1%} | {each.few:.1%}" for each in shares) + " |"
        for told, shares in counted.items()
    )
    small, large = (f"{size:,}" for size in sizes)
    return f"""Counted on {date.today().isoformat()} over made-up people. In the clear stand {", ".join(f"`{name}`" for name in plain)};
alone is who shares all that is told with nobody, among few who shares it with fewer than four others.

| What is told | fictitious county, {small}: alone | among few | a province, {large}: alone | among few |
|---|---|---|---|---|
{lines}"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench identifying", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000_000, help="of the province that is drawn")
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    wanted = parser.parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
    import django

    django.setup()
    plain = in_the_clear()
    populations = [
        pl.DataFrame(list(rows), schema=list(Row._fields), orient="row")
        for rows in (county(), province(wanted.people))
    ]
    counted = {told: [alone(people, by) for people in populations] for told, by in ways(plain).items()}
    text = table(counted, plain, [len(people) for people in populations])
    print(text)
    if wanted.write:
        page.put("identifying", text, title=TITLE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
