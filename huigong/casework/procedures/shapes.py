"""The keys that a procedure and a bar may have in a pack, each of which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from huigong.casework.procedures.fields import FieldKind
from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import DecisionKind, Phase, Weight, Who
from huigong.directory.permissions import Permission
from huigong.kernel.packs import Shape, place_in, place_of, speaks
from huigong.kernel.packs.kinds import choice, day, flag, items, line, mapped, number, one, rows, text, texts
from huigong.kernel.packs.shapes import BROKEN, Key, Spot, unknown

_PARAMETER = "参数:"
TAKEN = {move.id: move for move in STANDARD.moves if not move.to}


def _word(known: type[StrEnum]) -> Callable[[Any, Spot], Any]:
    """One word of an enum, with the nearest one proposed."""
    return choice(known).kind


def _words(known: type[StrEnum], *, needed: str = "") -> Key:
    return items(_word(known), needed=needed)


def _length(raw: Any, spot: Spot) -> Any:
    if not isinstance(raw, str) or not raw.startswith(_PARAMETER):
        return spot.wrong("期限要写成“参数:名称”", "数字连同条文写在 parameters.yaml")
    return Length(raw.removeprefix(_PARAMETER))


def _options(raw: Any, spot: Spot) -> Any:
    if not isinstance(raw, Mapping):
        return spot.wrong("这里应当是“值: 说法”的形式")
    return tuple((str(value), str(words)) for value, words in raw.items())


def _by_name(known: Mapping[str, Any], kind: str, values: Callable[[Any, Spot], Any]) -> Key:
    """A mapping whose names are of a known list."""

    def read(raw: Any, spot: Spot) -> Any:
        if not isinstance(raw, Mapping):
            return spot.wrong("这里应当是“名称: 内容”的形式")
        by_name = {}
        for name, value in raw.items():
            here = spot.inside(place_of(name) or place_in(raw, name))
            if name not in known:
                unknown(here, name, known, kind=kind)
                continue
            by_name[str(name)] = values(value, spot.at(str(name), place_in(raw, name)))
        return {name: value for name, value in by_name.items() if value is not BROKEN}

    return Key(read, {})


def _after(raw: Any, spot: Spot) -> Any:
    return AFTER.kind({"clock": raw} if isinstance(raw, str) else raw, spot)


AFTER = Shape("期满", {"clock": text(), "outcome": text("")})
CLOCK = Shape(
    "时限",
    {
        "starts": text(),
        "length": Key(_length, None),
        "until": text(""),
        "clause": text(""),
        "local": flag(False),
        "longer": Key(_length, None),
        "approver": text(""),
    },
)
STAGE = Shape("环节", {"id": text(), "words": text(said=True), "clock": one(CLOCK, None)}, named="id")
STATUS = Shape(
    "进度",
    {
        "id": text(),
        "name": text(said=True),
        "next_step": text(said=True),
        "phase": choice(Phase),
        "stages": texts(),
    },
    named="id",
)
FIELD = Shape(
    "表单字段",
    {
        "id": text(),
        "ask": text(said=True),
        "kind": choice(FieldKind, FieldKind.TEXT),
        "required": flag(True),
        "help": text("", said=True),
        "options": Key(_options, ()),
        "future": flag(False),
        "share_of": text(""),
        "least": Key(_length, None),
        "most": Key(_length, None),
    },
    named="id",
)
REMEDY = Shape("救济", {"where": text("", said=True), "within": Key(_length, None)})
DECISION = Shape(
    "决定",
    {
        "kind": choice(DecisionKind, DecisionKind.FINAL),
        "verdict": text(said=True),
        "name": text(""),
        "favourable": flag(None),
        "notice": text(""),
        "remedy": one(REMEDY, None),
    },
)
MOVE = Shape(
    "步骤",
    {
        "id": text(),
        "name": text("", said=True),
        "starts": texts(needed="写从哪些进度可以走这一步"),
        "to": text(""),
        "by": choice(Who, Who.OFFICE),
        "right": choice(Permission, None),
        "roles": _words(Role),
        "form": rows(FIELD),
        "effects": texts(),
        "ends": text(""),
        "after": Key(_after, None),
        "decision": one(DECISION, None),
        "trail": text("", said=True),
        "button": text("", said=True),
        "advice": text("", said=True),
        "done": text("", said=True),
        "weight": choice(Weight, Weight.PLAIN),
        "outcome": text(""),
    },
    named="id",
)
PROCEDURE = Shape(
    "办理程序",
    {
        "id": text(),
        "version": number(),
        "name": text(said=True),
        "from": day(),
        "until": day(None),
        "clauses": texts(),
        "owner": one(Shape("责任部门", {"line": text()}), None),
        "asks": mapped(line, said=True),
        "opened_by": _words(Origin),
        "opened_trail": text("立案", said=True),
        "parties": _by_name({role.value: role for role in Role}, "身份", _words(PartyKind).kind),
        "silent": _words(Role),
        "collective": flag(False),
        "outcomes": mapped(text().kind),
        "stages": rows(STAGE),
        "statuses": rows(STATUS, needed="至少写一个进度，第一个是立案以后的进度"),
        "moves": rows(MOVE),
        "takes": _by_name(TAKEN, "可以借用的步骤", texts().kind),
    },
    named="id",
)
BAR = Shape(
    "不能同时办理",
    {
        "opening": texts(needed="写什么不能另外立案"),
        "while_open": texts(needed="写什么正在办的时候"),
        "clause": text(),
        "why": text(said=True),
        "do": text(said=True),
        "from": day(),
        "until": day(None),
    },
)
BARS = Shape("不能同时办理的", {"bars": rows(BAR, needed="至少写一条")})
speaks("procedures", after="messages", packs=("*/procedures/*.yaml",), shape=PROCEDURE)
speaks("procedures", after="messages", packs=("*/procedures/*.yaml",), shape=BARS)
