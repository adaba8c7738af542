"""Names of places that no rule makes of the name in full: `policies/100000/place-names.yaml`.

What people say (莫旗), and towns that became a place of their own and are still written as towns (苍南县龙港镇).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huigong.kernel import regions
from huigong.kernel.packs.errors import Report
from huigong.kernel.packs.files import shared_file
from huigong.kernel.packs.kept import Kept
from huigong.kernel.packs.kinds import rows, text, year_or_day
from huigong.kernel.packs.shapes import Entry, Key, Shape, Spot
from huigong.kernel.regions import Region

FILE = "100000/place-names.yaml"


@dataclass(frozen=True)
class Became:
    """The town of a county that is a `region` of its own since."""

    county: str
    town: str
    region: Region


@dataclass(frozen=True)
class UsualNames:
    """`spelt` is what people write → the region."""

    spelt: Mapping[str, Region]
    became: tuple[Became, ...]

    def now(self, county: str, rest: str) -> Became | None:
        """What the town is now that is named behind a county."""
        return next(
            (each for each in self.became if each.county == county and rest.startswith(each.town)), None
        )


def installed() -> UsualNames:
    """Those of the installed packs; none where the packs have no such file."""
    return _installed()


def read_names(policies: Path, report: Report) -> UsualNames:
    """What the file says; what is wrong is put into the report and left out."""
    file = shared_file(policies, FILE)
    entry = file.entry(NAMES, report) if file.path.exists() else None
    if entry is None:
        return UsualNames({}, ())
    return UsualNames(_spelt(entry), tuple(filter(None, map(_became, entry["became"]))))


def _spelt(entry: Entry) -> dict[str, Region]:
    spelt: dict[str, Region] = {}
    for row in entry["usual"]:
        region = regions.find(row["region"])
        if spelt.setdefault(row["name"], region) != region:
            row.wrong("name", f"这个写法已经指{spelt[row['name']].full_name}", "一个写法只指一个地方")
    return spelt


def _became(row: Entry) -> Became | None:
    region = regions.find(row["region"])
    since = row["since"] if isinstance(row["since"], int) else row["since"].year
    if region.valid_from is not None and region.valid_from.year > since:
        row.wrong(
            "since", f"区划代码表里{region.full_name}从{region.valid_from.year}年才有", "请核对哪一年改的"
        )
        return None
    return Became(row["of"], row["town"], region)


def _in_force(raw: Any, spot: Spot) -> Any:
    if not isinstance(raw, str) or not regions.known(raw):
        return spot.wrong(f"区划代码表里没有“{str(raw)[:20]}”", "请写六位代码，加引号")
    if regions.find(raw).abolished:
        return spot.wrong(f"{regions.find(raw).full_name}已经撤销", "请写现在的代码")
    return raw


_REGION = Key(_in_force)
NAMES = Shape(
    "日常地名表",
    {
        "usual": rows(Shape("简称", {"name": text(), "region": _REGION, "source": text()}, named="name")),
        "became": rows(
            Shape(
                "升格的镇",
                {"of": _REGION, "town": text(), "region": _REGION, "since": year_or_day(), "source": text()},
                named="town",
            )
        ),
    },
)
_installed = Kept(read_names)
