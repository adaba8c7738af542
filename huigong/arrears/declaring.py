"""`policies/<region>/<document>/arrears.yaml`: which cases are about wages that are owed, and what their steps mean.

services: [arrears-complaint]            # services whose cases are
procedures: [labour-inspection-order]    # procedures whose cases are
claimed: [欠薪总额]                       # fields of their forms with what the applicant says is owed, the first that is filled in
funds: {emergency-wage-advance: 应急周转金}  # fund → the role in which it pays
projects: {总包单位: 总承包单位, 建设单位: 建设单位}   # field of a project's record → the role that it fills
steps:
  - procedure: labour-inspection-order
    move: 责令改正
    says: 已经责令单位付清                  # for the worker
    do: 到那天没有拿到的，请打电话给经办部门   # what the worker can do from then on
    fields: [应付金额, 最后一天]             # of the move, which the worker may read
    order: 最后一天                        # the field with its last day, where it is a written order to pay
    late: 期限过了，单位还没有付清            # for the worker, once that day has passed and something is owed
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huigong.casework.procedures.acts import procedures
from huigong.catalogue.checking import PackCheck
from huigong.funds.declaring import shelf as funds
from huigong.kernel.packs import Entry, Kept, Report, Shape, entries, speaks
from huigong.kernel.packs.kinds import as_written, mapped, rows, text, texts
from huigong.kernel.packs.shapes import unknown
from huigong.wages.liability.declaring import read_law

FILE: Final = "*/arrears.yaml"
_STEP: Final = Shape(
    "欠薪办件的一步",
    {
        "procedure": text(),
        "move": text(),
        "says": text(said=True),
        "do": text("", said=True),
        "fields": texts(),
        "order": text(""),
        "late": text("", said=True),
    },
)
SHAPE: Final = Shape(
    "欠薪办件",
    {
        "services": texts(),
        "procedures": texts(),
        "claimed": texts(),
        "funds": mapped(as_written),
        "projects": mapped(as_written),
        "steps": rows(_STEP),
    },
)
speaks("procedures", after="messages", packs=(FILE,), shape=SHAPE)


@dataclass(frozen=True)
class Told:
    """What a move means to the worker: words, what to do next, which of its fields they read; `order` is the field with the
    last day of a written order to pay, "" where it is none, and `late` is said in place of `do` once that has passed."""

    says: str
    do: str
    fields: tuple[str, ...]
    order: str
    late: str


@dataclass(frozen=True)
class Arrears:
    """All that the packs say of cases of arrears; `steps` by (procedure, move)."""

    services: frozenset[str]
    procedures: frozenset[str]
    claimed: tuple[str, ...]
    funds: Mapping[str, str]
    projects: Mapping[str, str]
    steps: Mapping[tuple[str, str], Told]

    def is_about(self, service: str, procedure: str) -> bool:
        """Whether a case of that service, by that procedure, is about arrears."""
        return service in self.services or procedure in self.procedures


def _read(folder: Path, report: Report) -> Arrears:
    files = [entry for _, entry in entries(folder, FILE, SHAPE, report)]
    return Arrears(
        services=frozenset(each for entry in files for each in entry["services"]),
        procedures=frozenset(each for entry in files for each in entry["procedures"]),
        claimed=tuple(each for entry in files for each in entry["claimed"]),
        funds={str(fund): str(role) for entry in files for fund, role in entry["funds"].items()},
        projects={str(field): str(role) for entry in files for field, role in entry["projects"].items()},
        steps={
            (step["procedure"], step["move"]): Told(
                step["says"], step["do"], tuple(step["fields"]), step["order"], step["late"]
            )
            for entry in files
            for step in entry["steps"]
        },
    )


arrears: Kept[Arrears] = Kept(_read)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """What `pack check` asks: services, funds, procedures, moves, their fields and roles are known."""
    known = {each.id: each for each in procedures(folder)}
    roles = read_law(folder, Report()).roles
    for _, entry in entries(folder, FILE, SHAPE, report):
        if check.catalogue is not None:
            _require(entry, "services", entry["services"], check.catalogue.ids, "事项")
        _require(entry, "procedures", entry["procedures"], known, "办理程序")
        _require(entry, "funds", entry["funds"], funds(folder).ids, "资金")
        _require(entry, "funds", entry["funds"].values(), roles, "角色")
        _require(entry, "projects", entry["projects"].values(), roles, "角色")
        for step in entry["steps"]:
            procedure = known.get(step["procedure"])
            if procedure is None:
                unknown(step.spot("procedure"), step["procedure"], known, kind="办理程序")
                continue
            moves = {move.id: move for move in procedure.moves}
            if step["move"] not in moves:
                unknown(step.spot("move"), step["move"], moves, kind="步骤")
                continue
            asked = [field.id for field in moves[step["move"]].form]
            _require(step, "fields", step["fields"], asked, "字段")
            _require(step, "order", [each for each in (step["order"],) if each], asked, "字段")


def _require(entry: Entry, key: str, names: Iterable[object], known: Collection[str], kind: str) -> None:
    for name in map(str, names):
        if name not in known:
            unknown(entry.spot(key), name, known, kind=kind)
