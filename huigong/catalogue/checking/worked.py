"""Runs every worked example, and reports kinds of example that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from huigong.catalogue.entries import PublicService
from huigong.catalogue.examples import Example, run_example
from huigong.catalogue.services import Catalogue
from huigong.directory.offices import OfficeBook
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, Report
from huigong.rules.nodes import fact_names

_NEEDED = {"yes": "是", "no": "否", "unknown": "不知道", "boundary": "刚好够或刚好不够（boundary: true）"}
_LEAST_EXAMPLES = 4


def check(
    examples: Iterable[Example],
    catalogue: Catalogue,
    offices: OfficeBook,
    report: Report,
    *,
    broken: Collection[str],
) -> None:
    """Reports examples with another outcome than stated, and services without enough examples.

    Examples of `broken` services, which could not be read, are passed over.
    """
    shown: defaultdict[str, list[str]] = defaultdict(list)
    for example in (row for row in examples if row.service_id not in broken):
        for fault in _answered(example, catalogue, offices, shown):
            what = f"“{example.name}”：{fault}"
            report.add(PackError("pack.example", what=what, place=example.place))
    for service in catalogue.services:
        missing = _missing(service, shown[service.source])
        if missing:
            report.add(PackError("pack.examples_missing", what=missing, place=service.place))


def _answered(
    example: Example, catalogue: Catalogue, offices: OfficeBook, shown: dict[str, list[str]]
) -> tuple[str, ...]:
    """What is wrong with an example; notes which kind of it the service has."""
    try:
        service = catalogue.get(example.service_id, example.region, example.on, unverified=example.unverified)
        differences = run_example(example, catalogue, offices=offices).differences
    except DomainError as error:
        return (str(error),)
    shown[service.source] += [example.expected, *(["boundary"] if example.boundary else [])]
    invented = example.name.startswith("虚构")
    return differences if invented else (*differences, "示例里的人名要以“虚构”开头")


def _missing(service: PublicService, kinds: list[str]) -> str:
    needed = dict(_NEEDED) if service.verified else {"yes": _NEEDED["yes"]}
    if not fact_names(service.conditions, into_derived=True):
        needed.pop("unknown", None)  # true of anybody: nothing that could be unknown
    missing = [words for kind, words in needed.items() if kind not in kinds]
    if missing:
        return f"“{service.name}”还缺这些示例：{'、'.join(missing)}"
    if service.verified and sum(kind != "boundary" for kind in kinds) < _LEAST_EXAMPLES:
        return f"“{service.name}”的示例少于{_LEAST_EXAMPLES}个"
    return ""
