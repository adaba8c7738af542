"""What a move does besides changing the status: small functions by name, each with the fields that it reads.

Casework's own are declared here, where packs are checked without a database; `acts` gives
each its function. A folder above adds its own with `declare`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.roles import Part
from huigong.casework.procedures.terms import Move
from huigong.kernel.registries import Registry


@dataclass(frozen=True)
class Counting:
    """How the clocks of a case stand: whether one runs, whether they are paused, whether one can be extended."""

    running: bool
    paused: bool
    extendable: bool


def always(counting: Counting) -> bool:
    """However the clocks stand."""
    return True


@dataclass(frozen=True)
class Effect:
    """`form` is what the effect reads; pages offer its move where `possible` holds for the case's clocks.

    `decides` marks the effect that adds the move's decision, `names_decision` the one that asks
    which earlier decision is meant, `takes_more` one that takes files sent with the move and what is filled in
    later of the form that was lodged.
    """

    id: str
    form: tuple[Field, ...] = ()
    possible: Callable[[Counting], bool] = always
    decides: bool = False
    names_decision: bool = False
    takes_more: bool = False


_GROUNDS = (
    Field("reasons", "理由", FieldKind.LONG, read_as=Part.DECISION),
    Field("clause", "依据", FieldKind.CLAUSE, help="哪份文件的哪一条。"),
)
_MORE = (
    Field(
        "evidence",
        "交到窗口的材料",
        FieldKind.LINES,
        required=False,
        help="一行写一样，例如：租房合同。拍照传上来的不用写。",
    ),
)
_OWN = (
    Effect("take_in"),
    Effect(
        "request_completion",
        (Field("note", "需要补正的全部内容", FieldKind.LONG, help="只能要求一次，请一次写全。"),),
    ),
    Effect("complete", _MORE, takes_more=True),
    Effect("add", _MORE, takes_more=True),
    Effect(
        "refer",
        (Field("to_office", "转给", FieldKind.OFFICE), Field("reason", "转办理由", FieldKind.LONG)),
    ),
    Effect("escalate"),
    Effect(
        "ask_support",
        (
            Field("office", "请哪个部门协办", FieldKind.OFFICE),
            Field("question", "要对方核实什么", FieldKind.LONG),
        ),
    ),
    Effect(
        "pause",
        (
            Field("reason", "暂停事由"),
            Field("article", "法律依据", help="例如：行政许可法第四十五条"),
            # The clock itself refuses a day to come, with the article that asks for the notice.
            Field("told_in_writing", "书面告知申请人的日期", FieldKind.DAY, future=True),
        ),
        possible=lambda counting: counting.running and not counting.paused,
    ),
    Effect("resume", possible=lambda counting: counting.paused),
    Effect(
        "extend",
        (Field("approver", "批准人"), Field("reason", "延长理由", FieldKind.LONG)),
        possible=lambda counting: counting.extendable,
    ),
    Effect("finish_step", (Field("step", "办完的是哪一步", FieldKind.STEP),)),
    Effect("decide", _GROUNDS, decides=True),
    Effect("correct", (Field("corrects", "针对哪一份决定", FieldKind.DECISION),), names_decision=True),
    Effect("reopen"),
    Effect("write_facts"),
    Effect("restate"),
    Effect("deliver"),
    Effect(
        "settle",
        (
            Field("persons", "涉及的人", FieldKind.PARTIES),
            Field("amount", "谈定的金额", FieldKind.MONEY, required=False),
        ),
    ),
    Effect("tell", (Field("note", "告知当事人的话", FieldKind.LONG),)),
)
Act = Callable[[Any], None]
_Act = TypeVar("_Act", bound=Act)
_KNOWN = Registry("effect", {effect.id: effect for effect in _OWN})
_ACTS: Registry[str, Act] = Registry("function of the effect")


def declare(effect: Effect, act: Act) -> None:
    """Adds an effect of a folder above. Raises `ValueError` for a name that is taken."""
    _KNOWN.add(effect.id, effect)
    _ACTS.add(effect.id, act)


def acts(act: _Act) -> _Act:
    """Decorates the function of the effect of the same name. Raises `ValueError` for an effect that is not declared."""
    name = act.__name__
    if name not in _KNOWN:
        raise ValueError(f"effect {name} is not declared")
    _ACTS.add(name, act)
    return act


def known() -> tuple[str, ...]:
    """The names of all effects."""
    return tuple(_KNOWN)


def act_of(effect: str) -> Act:
    """The function. Raises `KeyError` for an effect that nobody declared."""
    return _ACTS[effect]


def effects_of(move: Move) -> tuple[Effect, ...]:
    """The declared effects of a move; a name that nobody declared is left out."""
    return tuple(_KNOWN[name] for name in move.effects if name in _KNOWN)


def form_of(move: Move) -> tuple[Field, ...]:
    """Everything that a move asks for: what its effects read, then its own fields."""
    from_effects = {field.id: field for effect in effects_of(move) for field in effect.form}
    return (*from_effects.values(), *move.form)


def possible(move: Move, counting: Counting) -> bool:
    """Whether every effect of the move is possible with the clocks as they stand."""
    return all(effect.possible(counting) for effect in effects_of(move))
