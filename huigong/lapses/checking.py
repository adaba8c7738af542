"""What `huigong pack check` asks of what people are told of ahead."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import Entry, PackFile, Report, entries, place_in
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.regions import contains, lineage
from huigong.lapses.occasions import AHEAD
from huigong.lapses.rules import FILE, SHAPE, Ends
from huigong.policy.packs import Library
from huigong.rules.values import Type

_SHORTEST_YEAR = 365  # days: of what ends each full year nobody can be told longer ahead
_LONGEST = {key: len(dict(AHEAD.widest)[name]) for key, name in (("name", "名称"), ("what", "怎么办"))}


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """What ends is a fact that the register keeps, renewed by services that there are, under a clause in force."""
    if check.catalogue is None or check.library is None:
        return
    for file, entry in entries(folder, FILE, SHAPE, report):
        seen: set[str] = set()
        for row in entry["lapses"]:
            if row["id"] in seen:
                row.wrong("id", "这个文件里写了两次", "请换一个名称，或者删掉一处")
            seen.add(row["id"])
            _check_fact(row, check.catalogue)
            _check_due(row, check.catalogue)
            _check_renewals(row, file, check.catalogue)
            _check_clause(row, check.library)
            _check_days(row)
            _check_words(row)
        if entry["remedies"] and entry["remedies"]["days"] < 0:
            entry["remedies"].wrong("days", "提前的天数不能小于零", "不提前告诉就写 0")


def _check_fact(row: Entry, catalogue: Catalogue) -> None:
    """A derived fact is worked out anew each time, so nothing of it is on record that could end."""
    kept = [name for name, fact in catalogue.facts.items() if fact.derivation is None]
    if row["fact"] not in kept:
        unknown(row.spot("fact"), row["fact"], kept, kind="登记在册的事实")


def _check_due(row: Entry, catalogue: Catalogue) -> None:
    """The day that the paper names is a date on record, of what ends each full year."""
    if not row["due"]:
        return
    dates = [name for name, fact in catalogue.facts.items() if fact.type is Type.DATE and not fact.derivation]
    if row["due"] not in dates:
        unknown(row.spot("due"), row["due"], dates, kind="登记在册的日期")
    elif row["ends"] is not Ends.ANNIVERSARY:
        row.wrong("due", "登记的最后一天到期的，不看证上写的日期", "请删掉 due，或者写 ends: anniversary")


def _check_renewals(row: Entry, file: PackFile, catalogue: Catalogue) -> None:
    for number, name in enumerate(row["renewed_by"]):
        spot = row.spot("renewed_by").inside(place_in(row.raw["renewed_by"], number))
        if name not in catalogue.ids:
            unknown(spot, name, catalogue.ids, kind="事项")
        elif not _is_offered(name, file.region, catalogue):
            spot.wrong(f"“{catalogue.name_of(name)}”在{file.region}没有", "请写这里或者上级有的事项")


def _is_offered(service_id: str, region: str, catalogue: Catalogue) -> bool:
    """Whether the region, one above it or one inside it has a version."""
    around = lineage(region)
    offering = {service.region for service in catalogue.services if service.id == service_id}
    return any(code in around or contains(region, code) for code in offering)


def _check_clause(row: Entry, library: Library) -> None:
    clause, place = row["clause"], row.spot("clause").place
    if not clause:
        return
    require_clause(library, clause, place, row.report)
    document = library.documents.get(clause.partition("#")[0])
    if document and document.repealed_on:
        row.wrong("clause", f"《{document.title}》{document.repealed_on}起不再施行", "请改引现在有效的条文")


def _check_days(row: Entry) -> None:
    if row["days"] < 1:
        row.wrong("days", "要提前至少一天告诉", "不告诉的，删掉这一项")
    elif row["ends"] is Ends.ANNIVERSARY and row["days"] >= _SHORTEST_YEAR:
        row.wrong("days", f"每满一年到期的，提前不能到{_SHORTEST_YEAR}天", "请写少一些")


def _check_words(row: Entry) -> None:
    """Whether a message can hold them: its length was measured with so many characters."""
    for key, most in _LONGEST.items():
        if len(row[key]) > most:
            row.wrong(key, f"最多{most}个字，写了{len(row[key])}个", "请写短一些")
