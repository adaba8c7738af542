"""Checks who answers for each service: the level and the place rest on an article, and nobody is sent too high."""

from __future__ import annotations

from collections.abc import Iterator

from huigong.catalogue.leads import Lead
from huigong.catalogue.services import Catalogue
from huigong.directory.offices.levels import Level
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, Report
from huigong.policy.packs import Library

_COURT = "court"


def check(catalogue: Catalogue, library: Library, report: Report) -> None:
    """Puts every lead that contradicts itself or cites nothing into the report."""
    for service in catalogue.services:
        for lead in service.leads:
            for what, do in _faults(lead, library, several=bool(service.co_leads)):
                what = f"“{service.name}”的牵头部门：{what}"
                report.add(PackError("pack.lead", what=what, do=do, place=lead.written_at))


def _faults(lead: Lead, library: Library, *, several: bool) -> Iterator[tuple[str, str]]:
    if several is not bool(lead.does):
        yield (
            "几家分别负责的，每家都要写负责哪一部分（does），一家的不写",
            "申请交给 lead，其余的写在 co_leads",
        )
    levels = (lead.level, *(split.level for split in lead.splits))
    if lead.verified and not lead.clause:
        yield "没有写是哪一条定的级别和地点（clause）", "请写条文；找不到条文的，写 verified: false"
    if Level.PROVINCE in levels and not (lead.verified and lead.clause):
        yield "没有条文，不能让人去省级部门", "请写规定由省级办理的条文，或者改成当地的级别"
    if any(level.of_court is not (lead.line == _COURT) for level in levels):
        yield (
            "法院的级别只用于法院（line: court），法院也只用法院的级别",
            "请写 basic_court 或 intermediate_court",
        )
    for clause in (lead.clause, *(split.clause for split in lead.splits)):
        if "#" in clause and not _known(clause, library):
            yield f"没有条款“{clause}”", "请写成 100000/文件#第几条，或者写法律的名称和条数"


def _known(clause: str, library: Library) -> bool:
    try:
        library.clause(clause)
    except DomainError:
        return False
    return True
