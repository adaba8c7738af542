"""A month's wage in words: each line with how it was worked out and its article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from huigong.kernel.money import format_yuan
from huigong.wages.earning.shapes import Earned, Line, Off, Taken

OFF: dict[Off, str] = {
    Off.TAX: "个人所得税",
    Off.INSURANCE: "本人交的社会保险",
    Off.COURT: "法院裁定的抚养费、赡养费",
    Off.LAW: "法律写了可以扣的",
    Off.DAMAGE: "赔偿损失",
    Off.OTHER: "别的扣款",
}


def lines(earned: Earned, *, cite: Callable[[str], str]) -> Iterator[str]:
    """A line for each part; `cite` says a clause in words."""
    for line in earned.lines:
        yield f"{_worked_out(line)}。依据{cite(line.clause)}。"
    for taken in earned.taken:
        yield f"{_off(taken)}（{cite(taken.clause)}）。"
    yield f"应发 {format_yuan(earned.due)}，扣下来该发到手 {format_yuan(earned.net)}。"
    if earned.owed:
        yield f"还差 {format_yuan(earned.owed)} 没有发。"
    for words in earned.told:
        yield f"算法：{words}。"
    for words in earned.open:
        yield f"没有核对：{words}。"


def _worked_out(line: Line) -> str:
    rate = format_yuan(line.rate) if isinstance(line.rate, int) else f"{line.rate / 100:.4f} 元"
    times = "" if line.multiple == 1 else f" × {line.multiple.normalize():f}"
    return f"{line.what}：{line.quantity:f}{line.measure} × {rate}{times} = {format_yuan(line.amount)}"


def _off(taken: Taken) -> str:
    if not taken.why:
        return f"扣{OFF[taken.kind]} {format_yuan(taken.allowed)}，可以扣"
    return f"扣{OFF[taken.kind]} {format_yuan(taken.asked)}，只能扣 {format_yuan(taken.allowed)}：{taken.why}"


def as_json(earned: Earned) -> dict[str, Any]:
    """The outcome for programs: sums in fen, quantities and multiples as text."""
    return {
        "lines": [
            {
                "what": line.what,
                "clause": line.clause,
                "quantity": f"{line.quantity:f}",
                "measure": line.measure,
                "multiple": f"{line.multiple:f}",
                "fen": line.amount,
            }
            for line in earned.lines
        ],
        "taken": [
            {
                "kind": each.kind.value,
                "clause": each.clause,
                "asked": each.asked,
                "allowed": each.allowed,
                "why": each.why,
            }
            for each in earned.taken
        ],
        "due": earned.due,
        "net": earned.net,
        "owed": earned.owed,
        "open": list(earned.open),
        "told": list(earned.told),
    }
