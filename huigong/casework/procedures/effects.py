"""What a move does besides changing the status: small functions by name, each with the fields that it reads.

The fields of those that casework brings stand here, where packs are checked without a
database; `bind` gives each its function. A folder above adds its own with `declare`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.terms import Move

_FORMS: dict[str, tuple[Field, ...]] = {
    "take_in": (),
    "request_completion": (
        Field("note", "需要补正的全部内容", FieldKind.LONG, help="只能要求一次，请一次写全。"),
    ),
    "complete": (Field("evidence", "收到的材料", FieldKind.LINES, help="一行写一样。"),),
    "decline": (
        Field("reasons", "理由", FieldKind.LONG, help="申请人会看到这段话，请写得让人看得懂。"),
        Field("clause", "依据", FieldKind.CLAUSE, help="哪份文件的哪一条。"),
    ),
    "refer": (Field("to_office", "转给", FieldKind.OFFICE), Field("reason", "转办理由", FieldKind.LONG)),
    "escalate": (),
    "ask_support": (
        Field("office", "请哪个部门协办", FieldKind.OFFICE),
        Field("question", "要对方核实什么", FieldKind.LONG),
    ),
    "pause": (
        Field("reason", "暂停事由"),
        Field("article", "法律依据", help="例如：行政许可法第四十五条"),
        Field("told_in_writing", "书面告知申请人的日期", FieldKind.DAY),
    ),
    "resume": (),
    "extend": (Field("approver", "批准人"), Field("reason", "延长理由", FieldKind.LONG)),
    "finish_step": (Field("step", "办完的是哪一步", FieldKind.STEP),),
    "decide": (
        Field("reasons", "理由", FieldKind.LONG, help="申请人会看到这段话，请写得让人看得懂。"),
        Field("clause", "依据", FieldKind.CLAUSE, help="哪份文件的哪一条。"),
    ),
    "correct": (Field("corrects", "针对哪一份决定", FieldKind.DECISION),),
    "write_facts": (),
    "deliver": (),
    "settle": (
        Field("persons", "涉及的人", FieldKind.PARTIES),
        Field("amount", "谈定的金额", FieldKind.MONEY, required=False),
    ),
    "tell": (Field("note", "告知当事人的话", FieldKind.LONG),),
}
Act = Callable[[Any], None]
_ACTS: dict[str, Act] = {}


def declare(effect: str, act: Act, *, form: tuple[Field, ...] = ()) -> None:
    """Adds an effect of a folder above. Raises `ValueError` for a name that is taken."""
    if _FORMS.setdefault(effect, form) != form or _ACTS.setdefault(effect, act) is not act:
        raise ValueError(f"effect {effect} is declared twice")


def bind(effect: str, act: Act) -> None:
    """Gives one of casework's own effects its function."""
    if effect not in _FORMS:
        raise ValueError(f"effect {effect} has no form")
    _ACTS[effect] = act


def known() -> tuple[str, ...]:
    """The names of all effects."""
    return tuple(_FORMS)


def act_of(effect: str) -> Act:
    """The function. Raises `KeyError` for an effect that nobody declared."""
    return _ACTS[effect]


def form_of(move: Move) -> tuple[Field, ...]:
    """Everything that a move asks for: what its effects read, then its own fields."""
    from_effects = {field.id: field for effect in move.effects for field in _FORMS[effect]}
    return (*from_effects.values(), *move.form)


def fields(effect: str) -> tuple[Field, ...]:
    """What an effect asks for. Raises `KeyError` for one that nobody declared."""
    return _FORMS[effect]
