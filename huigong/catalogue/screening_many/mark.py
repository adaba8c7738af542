"""What a written screening says of itself, in the file's metadata: only such a file can be compared with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huigong.catalogue.compiled import Offer
from huigong.catalogue.screening_many.people import People
from huigong.catalogue.screening_many.plan import Asked, read_of
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.rules.canonical import expression
from huigong.rules.parameters import ParameterLookup, parameter_names

KEY = "huigong"
BESIDE = "_huigong.json"  # in a folder of files; readers of Parquet pass over names that begin so
_KIND = "screening"
_IDS = {"whole": "整数", "text": "文字"}


@dataclass(frozen=True)
class Mark:
    """The question that a file answers: where, when, which rules (id → digest), of which facts, under which ids."""

    region: str
    on: str
    unverified: bool
    ids: str
    facts: tuple[str, ...]
    services: Mapping[str, str]

    @property
    def text(self) -> str:
        """As it stands in the metadata."""
        return json.dumps({"kind": _KIND, **asdict(self)}, ensure_ascii=False)


def mark_of(asked: Asked, people: People) -> Mark:
    """The mark of a screening that is being written."""
    setting = asked.setting
    services = {offer.service.id: _version(offer, setting.parameters, setting.on) for offer in asked.offers}
    return Mark(
        asked.region,
        setting.on.isoformat(),
        asked.unverified,
        people.ids,
        tuple(sorted(people.facts)),
        services,
    )


def read_mark(path: Path) -> Mark:
    """What an earlier result says of itself; raises `DomainError` (`screen.no_earlier`) for any other file."""
    try:
        if path.is_dir():
            text = (path / BESIDE).read_text(encoding="utf-8")
        else:
            text = (pq.read_metadata(path).metadata or {})[KEY.encode()].decode()
        stated = json.loads(text)
        if stated.pop("kind") != _KIND:
            raise _no_result(path, "它是别的文件，例如只列出变化的结果，或者导出的人员")
        return Mark(**{**stated, "facts": tuple(stated["facts"])})
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_result(path, "文件里没有筛查结果的标记") from error


def differences(earlier: Mark, now: Mark) -> tuple[str, ...]:
    """What besides people may have changed answers, a sentence each.

    Raises `DomainError` (`screen.not_comparable`) where the two answer different questions.
    """
    for what, then, this in (
        ("地区", earlier.region, now.region),
        ("id 的类型", _IDS.get(earlier.ids, earlier.ids), _IDS[now.ids]),
        ("未核实的版本", _with(earlier.unverified), _with(now.unverified)),
    ):
        if then != this:
            raise _not_comparable(f"{what}不同：上一次是{then}，这一次是{this}")
    if earlier.on > now.on:
        raise _not_comparable(f"“上一次”筛查的是{earlier.on}，比这一次的{now.on}还晚")
    return tuple(_told(earlier, now))


def _told(earlier: Mark, now: Mark) -> Iterator[str]:
    changed = [
        name for name in now.services if earlier.services.get(name, now.services[name]) != now.services[name]
    ]
    for words, names in (
        ("规则、金额或参数和上一次不同的事项", changed),
        ("上一次没有的事项", [name for name in now.services if name not in earlier.services]),
        ("这一次没有的事项", [name for name in earlier.services if name not in now.services]),
        ("上一次没有的事实", sorted(set(now.facts) - set(earlier.facts))),
        ("这一次没有的事实", sorted(set(earlier.facts) - set(now.facts))),
    ):
        if names:
            yield f"{words}：{'、'.join(names)}"


def _version(offer: Offer, parameters: ParameterLookup, on: date) -> str:
    trees = [*read_of(offer), *([offer.amount] if offer.amount else [])]
    read = [f"{name}={parameters(name, on)}" for tree in trees for name in parameter_names(tree)]
    return hashlib.sha256("\n".join([*map(expression, trees), *read]).encode()).hexdigest()[:16]


def _with(unverified: bool) -> str:
    return "一起筛查" if unverified else "不筛查"


def _no_result(path: Path, why: str) -> DomainError:
    return Invalid(
        "screen.no_earlier",
        what=f"“{path}”不是以前筛查的结果",
        why=why,
        do="--since 请写上一次 huigong screen 写出的文件",
    )


def _not_comparable(why: str) -> DomainError:
    return Conflict(
        "screen.not_comparable",
        what="这两次筛查不能比",
        why=why,
        do="--since 请写同一个地区、同一种 id、更早一天的结果",
    )
