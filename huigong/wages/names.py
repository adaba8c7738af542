"""What code asks for by name of what the packs declare: kinds of record with their fields, states and events, parameters, and
the procedure of a case from a warning. `pack check` holds each against the packs, so that nothing is renamed in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huigong.casework.procedures.acts import procedures
from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import Place, Report
from huigong.kernel.packs.shapes import Spot, unknown
from huigong.records.kinds import RecordKind
from huigong.records.shelf import read_records
from huigong.wages.liability.declaring import read_law
from huigong.wages.warnings.inputs import PROJECT

OFFICER: Final = "labour-officer"
CONTRACT: Final = "labour-contract"
ON_DUTY: Final = "在岗"
OFFICER_OF: Final = "专管项目"
"""Field with the number of the project whose labour officer somebody is."""

NAME: Final = "项目名称"
ADDRESS: Final = "工程地址"
CONTRACTOR: Final = "总包单位"
OWNER: Final = "建设单位"
TOLD: Final = (ADDRESS, "分包和班组", "劳资专管员姓名", "投诉电话")
"""Fields of a project that are told as they are written."""

EMPLOYER: Final = "合同单位"
SITE_OF: Final = "合同项目"
"""Field with the number of the project on which somebody is employed."""
KIND_OF_WORK: Final = "用工形式"
WRITTEN: Final = ("全日制", "派遣")
"""Kinds of work for which a written contract is due."""
UNSIGNED: Final = "没有签合同"
SIGNED: Final = "已签合同"
STARTS, SIGNS, LEAVES = "上班", "签订合同", "离职"

CASE_PROCEDURE: Final = "labour-inspection-order"
SIGN_WITHIN, DEEMED_AFTER = "书面劳动合同期限月数", "视为无固定期限合同月数"
BUILDING: Final = "工程建设"
"""What the law on who must pay asks, and a project answers."""
PAYERS: Final = {CONTRACTOR: "总承包单位", OWNER: "建设单位"}
"""Field of a project → the role in that law."""


@dataclass(frozen=True)
class Named:
    """What code asks for by name of one kind of record; `codes` are ids of the code list of a field."""

    kind: str
    fields: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()


NAMED: Final = (
    Named(PROJECT, fields=(NAME, CONTRACTOR, OWNER, *TOLD)),
    Named(OFFICER, fields=(OFFICER_OF,), states=(ON_DUTY,)),
    Named(
        CONTRACT,
        fields=(EMPLOYER, SITE_OF, KIND_OF_WORK),
        states=(UNSIGNED, SIGNED),
        events=(STARTS, SIGNS, LEAVES),
        codes=((KIND_OF_WORK, WRITTEN),),
    ),
)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """What `pack check` asks, of packs that declare any of these kinds: each is there, with what code asks of it."""
    kinds = read_records(folder, Report())  # what is wrong with them they say themselves
    known = [kind for kind in kinds.every if kind.id in {named.kind for named in NAMED}]
    if not known or check.catalogue is None:
        return
    for named in NAMED:
        made = [kind for kind in known if kind.id == named.kind]
        if not made:
            missing(known[0].place, "id", [named.kind], kinds.ids, report, kind="记录")
        for kind in made:
            _check(named, kind, report)
    at = known[0].place
    parameters = check.catalogue.parameters.declarations
    missing(at, "id", (SIGN_WITHIN, DEEMED_AFTER), parameters, report, kind="参数")
    missing(at, "id", (CASE_PROCEDURE,), [each.id for each in procedures(folder)], report, kind="办理程序")
    law = read_law(folder, Report())
    missing(at, "id", (BUILDING,), law.facts, report, kind="事实")
    missing(at, "id", PAYERS.values(), law.roles, report, kind="角色")


def _check(named: Named, kind: RecordKind, report: Report) -> None:
    missing(kind.place, "fields", named.fields, kind.fields, report, kind="字段")
    missing(kind.place, "states", named.states, [state.name for state in kind.states], report, kind="状态")
    missing(kind.place, "events", named.events, kind.events, report, kind="事件")
    for field, codes in named.codes:
        fact = kind.readable.get(field)
        if fact is not None:
            missing(kind.place, "fields", codes, fact.values, report, kind="选项")


def missing(
    place: Place | None, key: str, names: Iterable[str], known: Iterable[str], report: Report, *, kind: str
) -> None:
    """Notes each name that code asks for and nobody declared, at the file in which it belongs."""
    declared = list(known)
    for name in names:
        if name not in declared:
            unknown(Spot(place or Place(line=0), "程序要用的名字", key, report), name, declared, kind=kind)
