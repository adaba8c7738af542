"""Procedures and bars that packs declare: `policies/<region>/<document>/procedures/*.yaml`.

One file holds one procedure, or `bars:` with what may not run at the same time. The keys are
those of `terms`; a length is written `参数:名称`; a clause that begins with `#` is in the same
document. `takes:` takes moves of the standard procedure that leave a case where it is
(`转办`, `暂停`), each with the statuses from which it is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from huigong.casework.procedures.bars import Bar
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.lengths import Length, Remedy
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import (
    After,
    ClockRule,
    DecisionKind,
    DecisionRule,
    Move,
    Owner,
    Phase,
    Procedure,
    Stage,
    Status,
    Who,
)
from huigong.catalogue.fields import Fields
from huigong.catalogue.lineage import full_reference
from huigong.directory.permissions import Permission
from huigong.kernel.packs import PackError, PackFile, Report, files, nearest_name, place_of

_PARAMETER = "参数:"
_HEAD = (
    *("id", "version", "name", "from", "until", "clauses", "owner", "opened_by", "opened_trail", "parties"),
    *("collective", "outcomes", "stages", "statuses", "moves", "takes"),
)
_MOVE = (
    *("id", "name", "starts", "to", "by", "right", "roles", "form", "effects", "ends", "after", "decision"),
    *("trail", "button", "done", "weight", "outcome"),
)
_BAR = ("opening", "while_open", "clause", "why", "do", "from", "until")


@dataclass(frozen=True)
class Read:
    """What the packs declare, and what could not be read."""

    procedures: tuple[Procedure, ...]
    bars: tuple[Bar, ...]
    errors: tuple[PackError, ...]


def read_procedures(folder: Path) -> Read:
    """Everything below the policies folder; a file that cannot be read is left out and told."""
    procedures: list[Procedure] = []
    bars: list[Bar] = []
    errors: list[PackError] = []
    for file in files(folder, "*/procedures/*.yaml"):
        try:
            raw, where = _loaded(file), _Where.of(file.path, folder)
            if isinstance(raw, Mapping) and "bars" in raw:
                bars += [
                    _bar(one, where)
                    for one in Fields(raw, file=where.file, entry="", known=("bars",)).items("bars")
                ]
            else:
                procedures.append(_procedure(raw, where))
        except PackError as error:
            errors.extend(error.every)
    return Read(tuple(procedures), tuple(bars), tuple(errors))


def _loaded(file: PackFile) -> object:
    report = Report()
    raw = file.read(report)
    report.refuse()
    return raw


@dataclass(frozen=True)
class _Where:
    file: str
    region: str
    document: str

    @classmethod
    def of(cls, path: Path, folder: Path) -> _Where:
        region, slug = path.relative_to(folder).parts[:2]
        return cls(str(path), region, f"{region}/{slug}")

    def fields(self, raw: object, entry: str, known: tuple[str, ...]) -> Fields:
        return Fields(raw, file=self.file, entry=entry, known=known)


def _procedure(raw: object, where: _Where) -> Procedure:
    head = where.fields(raw, "办理程序", _HEAD)
    head.entry = f"办理程序“{head.text('id')}”"
    return Procedure(
        id=head.text("id"),
        version=head.number("version"),
        name=head.text("name"),
        statuses=tuple(_status(one, where) for one in head.items("statuses")) or _nothing(head, "statuses"),
        moves=(*(_move(one, where) for one in head.items("moves")), *_taken(head, where)),
        opened_by=frozenset(_one_of(head, "opened_by", text, Origin) for text in head.texts("opened_by")),
        parties=_parties(head),
        stages=tuple(_stage(one, where) for one in head.items("stages")),
        clauses=tuple(full_reference(clause, where.document) for clause in head.texts("clauses")),
        valid_from=head.day("from"),
        valid_until=head.optional_day("until"),
        owner=_owner(head, where),
        collective=head.flag("collective", default=False),
        outcomes=_words(head, "outcomes"),
        region=where.region,
        opened_trail=head.text("opened_trail", "立案"),
        source=where.file,
    )


def _nothing(head: Fields, key: str) -> Any:
    raise head.wrong(key, "至少要写一个")


def _status(raw: object, where: _Where) -> Status:
    fields = where.fields(raw, "进度", ("id", "name", "next_step", "phase", "stages"))
    return Status(
        fields.text("id"),
        fields.text("name"),
        fields.text("next_step"),
        fields.choice("phase", Phase),
        fields.texts("stages"),
    )


def _stage(raw: object, where: _Where) -> Stage:
    fields = where.fields(raw, "环节", ("id", "words", "clock"))
    clock = fields.raw.get("clock")
    if clock is None:
        return Stage(fields.text("id"), fields.text("words"))
    rule = where.fields(clock, f"环节“{fields.text('id')}”的时限", ("starts", "length"))
    return Stage(
        fields.text("id"), fields.text("words"), ClockRule(rule.text("starts"), _length(rule, "length"))
    )


def _move(raw: object, where: _Where) -> Move:
    fields = where.fields(raw, "步骤", _MOVE)
    fields.entry = f"步骤“{fields.text('id')}”"
    who = fields.choice("by", Who, Who.OFFICE)
    return Move(
        id=fields.text("id"),
        name=fields.text("name", fields.text("id")),
        starts=fields.texts("starts") or _nothing(fields, "starts"),
        to=fields.text("to", ""),
        who=who,
        permission=_right(fields, who),
        roles=tuple(_one_of(fields, "roles", text, Role) for text in fields.texts("roles")),
        form=tuple(_field(one, where) for one in fields.items("form")),
        effects=fields.texts("effects"),
        ends=fields.text("ends", ""),
        after=_after(fields, where),
        decision=_decision(fields, where),
        trail=fields.text("trail", ""),
        button=fields.text("button", ""),
        done=fields.text("done", ""),
        weight=fields.text("weight", "plain"),
        outcome=fields.text("outcome", ""),
    )


def _right(fields: Fields, who: Who) -> Permission | None:
    usual = {Who.OFFICE: Permission.CASE_DECIDE, Who.PARTY: Permission.APPLICATION_LODGE, Who.SYSTEM: None}
    return usual[who] if fields.raw.get("right") is None else fields.choice("right", Permission)


def _field(raw: object, where: _Where) -> Field:
    fields = where.fields(raw, "表单字段", ("id", "ask", "kind", "required", "help", "options"))
    options = fields.raw.get("options") or {}
    if not isinstance(options, Mapping):
        raise fields.wrong("options", "这里应当是“值: 说法”的形式")
    return Field(
        fields.text("id"),
        fields.text("ask"),
        fields.choice("kind", FieldKind, FieldKind.TEXT),
        required=fields.flag("required", default=True),
        help=fields.text("help", ""),
        options=tuple((str(key), str(words)) for key, words in options.items()),
    )


def _after(fields: Fields, where: _Where) -> After | None:
    raw = fields.raw.get("after")
    if raw is None or isinstance(raw, str):
        return After(raw) if raw else None
    after = where.fields(raw, f"{fields.entry}的期满", ("clock", "outcome"))
    return After(after.text("clock"), after.text("outcome", ""))


def _decision(fields: Fields, where: _Where) -> DecisionRule | None:
    raw = fields.raw.get("decision")
    if raw is None:
        return None
    rule = where.fields(
        raw, f"{fields.entry}的决定", ("kind", "verdict", "name", "favourable", "notice", "remedy")
    )
    favourable = rule.raw.get("favourable")
    return DecisionRule(
        kind=rule.choice("kind", DecisionKind, DecisionKind.FINAL),
        verdict=rule.text("verdict"),
        name=rule.text("name", rule.text("verdict")),
        favourable=None if favourable is None else rule.flag("favourable", default=False),
        notice=rule.text("notice", ""),
        remedy=_remedy(rule, where),
    )


def _remedy(rule: Fields, where: _Where) -> Remedy | None:
    raw = rule.raw.get("remedy")
    if raw is None:
        return None
    remedy = where.fields(raw, f"{rule.entry}的救济", ("where", "within"))
    within = None if remedy.raw.get("within") is None else _length(remedy, "within")
    return Remedy(remedy.text("where"), within)


def _length(fields: Fields, key: str) -> Length:
    written = fields.text(key)
    if not written.startswith(_PARAMETER):
        raise fields.wrong(key, "期限要写成“参数:名称”，数字连同条文写在 parameters.yaml")
    return Length(written.removeprefix(_PARAMETER))


def _owner(head: Fields, where: _Where) -> Owner | None:
    raw = head.raw.get("owner")
    return None if raw is None else Owner(where.fields(raw, "责任部门", ("line",)).text("line"))


def _parties(head: Fields) -> dict[Role, frozenset[PartyKind]]:
    raw = head.raw.get("parties")
    if not isinstance(raw, Mapping):
        raise head.wrong("parties", "这里应当是“身份: [种类]”的形式")
    return {
        _one_of(head, "parties", role, Role): frozenset(
            _one_of(head, "parties", kind, PartyKind) for kind in kinds
        )
        for role, kinds in raw.items()
    }


def _words(head: Fields, key: str) -> dict[str, str]:
    raw = head.raw.get(key) or {}
    if not isinstance(raw, Mapping):
        raise head.wrong(key, "这里应当是“值: 说法”的形式")
    return {str(word): str(said) for word, said in raw.items()}


def _taken(head: Fields, where: _Where) -> Iterable[Move]:
    raw = head.raw.get("takes") or {}
    if not isinstance(raw, Mapping):
        raise head.wrong("takes", "这里应当是“步骤: [从哪些进度]”的形式")
    staying = {move.id: move for move in STANDARD.moves if not move.to}
    for move_id, starts in raw.items():
        if move_id not in staying:
            near = nearest_name(str(move_id), staying)
            raise head.wrong(
                "takes", f"一般程序里没有可以借用的“{move_id}”", f"是不是“{near}”？" if near else ""
            )
        yield replace(staying[move_id], starts=tuple(str(start) for start in starts))


def _bar(raw: object, where: _Where) -> Bar:
    fields = where.fields(raw, "不能同时办理", _BAR)
    return Bar(
        opening=frozenset(fields.texts("opening")),
        while_open=frozenset(fields.texts("while_open")),
        clause=full_reference(fields.text("clause"), where.document),
        why=fields.text("why"),
        do=fields.text("do"),
        valid_from=fields.day("from"),
        valid_until=fields.optional_day("until"),
        source=where.file,
    )


def _one_of(fields: Fields, key: str, text: object, kind: Any) -> Any:
    try:
        return kind(text)
    except ValueError:
        near = nearest_name(str(text), [one.value for one in kind])
        do = f"是不是“{near}”？" if near else f"可用的有：{'、'.join(one.value for one in kind)}"
        place = place_of(text, fields.place)
        raise PackError(
            "procedure.word", what=f"{fields.entry}的“{key}”不能写“{text}”", do=do, place=place
        ) from None
