"""What a complaint about an own month is begun with: `policies/<region>/<document>/wage-complaint.yaml`.

service: arrears-complaint
one_of: 一份活                                                                      # of which of several the complaint is
fields: {工作地点: {region: "{地区}"}, 经过: {value: "{月份}在{项目}干了{天数}天。"}}   # field → part → words
owed: {欠薪总额: {value: "{欠发}"}}                                                # only where something is owed

`value` is the part of a field that has one. Words in braces are those of `NAMES`; a part is left out where one of them is
not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huigong.catalogue.checking import PackCheck
from huigong.forms.values import Typed
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.packs import Entry, Kept, Report, Shape, entries
from huigong.kernel.packs.kinds import as_written, mapped, text
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.regions import find
from huigong.wages.names import ADDRESS
from huigong.wages.own import OwnWages
from huigong.wages.sites import Site

FILE: Final = "*/wage-complaint.yaml"
NAMES: Final = (
    *("地区", "地址", "总包单位", "项目", "项目编号", "月份", "天数", "实发", "到账", "欠发", "发薪日"),
)
SHAPE: Final = Shape(
    "投诉先填好的",
    {"service": text(), "one_of": text(), "fields": mapped(as_written), "owed": mapped(as_written)},
)
_ALONE = "value"
_NAME = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Prefill:
    """The service, of which of several it is (`一份活`), and the words by field and part."""

    service: str
    one_of: str
    fields: Mapping[str, Mapping[str, str]]
    owed: Mapping[str, Mapping[str, str]]

    def typed(self, own: OwnWages) -> dict[str, Typed]:
        """What is typed for each field about a month, by its id."""
        said = said_of(own)
        wanted = {**self.fields, **(self.owed if own.owed else {})}
        return {id: typed for id, parts in wanted.items() if (typed := _typed(parts, said))}

    def typed_of_site(self, site: Site) -> dict[str, Typed]:
        """What is typed where only the project is known; a field that asks for anything of a month is left open."""
        said = dict.fromkeys(NAMES, "") | of_site(site)
        return {id: typed for id, parts in self.fields.items() if (typed := _typed(parts, said))}


def of_site(site: Site) -> dict[str, str]:
    """The words of `NAMES` that a project alone gives."""
    return {
        "地区": find(site.region).full_name,
        "地址": site.named(ADDRESS) or site.name,
        "总包单位": site.contractor,
        "项目": site.name,
        "项目编号": site.number,
    }


def said_of(own: OwnWages) -> dict[str, str]:
    """The words of `NAMES` for a month; "" for what is not known."""
    return {
        **of_site(own.site),
        "月份": f"{own.month.year}年{own.month.month}月",
        "天数": str(len(own.days)),
        "实发": _sum(own.row.net or 0),
        "到账": _sum(own.row.credited),
        "欠发": _sum(own.owed).replace(",", ""),
        "发薪日": own.pay_day.isoformat() if own.pay_day else "",
    }


def _typed(parts: Mapping[str, str], said: Mapping[str, str]) -> Typed:
    return {
        "" if part == _ALONE else part: words.format_map(said)
        for part, words in parts.items()
        if all(said[name] for name in _NAME.findall(words))
    }


def _sum(fen: int) -> str:
    return format_yuan(Fen(fen))


def _read(folder: Path, report: Report) -> Prefill | None:
    made = [_prefill(entry) for _, entry in entries(folder, FILE, SHAPE, report)]
    return made[0] if made else None


def _prefill(entry: Entry) -> Prefill:
    return Prefill(
        entry["service"],
        entry["one_of"],
        *(
            {
                str(id): {str(part): str(words) for part, words in parts.items()}
                for id, parts in entry[key].items()
            }
            for key in ("fields", "owed")
        ),
    )


prefill: Kept[Prefill | None] = Kept(_read)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """What `pack check` asks: the service is one, and every word in braces is known."""
    for _, entry in entries(folder, FILE, SHAPE, report):
        if check.catalogue is not None and entry["service"] not in check.catalogue.ids:
            unknown(entry.spot("service"), entry["service"], check.catalogue.ids, kind="事项")
        words = check.catalogue.one_of(entry["service"]) if check.catalogue is not None else frozenset()
        if check.catalogue is not None and entry["one_of"] not in words:
            unknown(entry.spot("one_of"), entry["one_of"], words, kind="几个里的一个")
        for key in ("fields", "owed"):
            for parts in entry[key].values():
                for name in (name for words in parts.values() for name in _NAME.findall(str(words))):
                    if name not in NAMES:
                        unknown(entry.spot(key), name, NAMES, kind="词")
