"""Where a case may stand and how it gets from there to elsewhere: one table, read by actions and pages alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huigong.casework.models import Case
from huigong.directory.permissions import Permission
from huigong.kernel.errors import Conflict

Status = Case.Status


class Move(StrEnum):
    """A verb on a case. The value is the word in URLs and in the trail."""

    ACCEPT = "accept"
    REQUEST_COMPLETION = "request_completion"
    COMPLETE = "complete"
    DECLINE = "decline"
    DEEM_ACCEPTED = "deem_accepted"
    REFER = "refer"
    ASK_SUPPORT = "ask_support"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Who(StrEnum):
    """Who makes a move."""

    OFFICE = "office"  # an official of the accountable office
    APPLICANT = "applicant"  # the person, or a clerk for the person
    SYSTEM = "system"  # the law, when time has passed


@dataclass(frozen=True)
class MoveKind:
    """What an official is shown and needs for a move; a clerk needs `permission` to move for a person."""

    name: str
    who: Who
    permission: Permission | None


KINDS: Mapping[Move, MoveKind] = MappingProxyType(
    {
        Move.ACCEPT: MoveKind("受理", Who.OFFICE, Permission.CASE_DECIDE),
        Move.REQUEST_COMPLETION: MoveKind("要求补正", Who.OFFICE, Permission.CASE_DECIDE),
        Move.COMPLETE: MoveKind("提交补正", Who.APPLICANT, Permission.APPLICATION_LODGE),
        Move.DECLINE: MoveKind("不予受理", Who.OFFICE, Permission.CASE_DECIDE),
        Move.DEEM_ACCEPTED: MoveKind("视为受理", Who.SYSTEM, None),
        Move.REFER: MoveKind("转办", Who.OFFICE, Permission.CASE_REFER),
        Move.ASK_SUPPORT: MoveKind("请求协办", Who.OFFICE, Permission.CASE_DECIDE),
        Move.PAUSE: MoveKind("暂停计时", Who.OFFICE, Permission.CASE_DECIDE),
        Move.RESUME: MoveKind("恢复计时", Who.OFFICE, Permission.CASE_DECIDE),
        Move.EXTEND: MoveKind("延长期限", Who.OFFICE, Permission.CASE_DECIDE),
        Move.APPROVE: MoveKind("同意", Who.OFFICE, Permission.CASE_DECIDE),
        Move.REFUSE: MoveKind("不同意", Who.OFFICE, Permission.CASE_DECIDE),
        Move.WITHDRAW: MoveKind("撤回申请", Who.APPLICANT, Permission.APPLICATION_LODGE),
        Move.CLOSE: MoveKind("登记送达", Who.OFFICE, Permission.CASE_DECIDE),
    }
)

# AL art. 32 lets an office ask for completion once: hence `completed` is a status of its own, without that move.
TABLE: Mapping[tuple[Status, Move], Status] = MappingProxyType(
    {
        (Status.LODGED, Move.ACCEPT): Status.ACCEPTED,
        (Status.LODGED, Move.DEEM_ACCEPTED): Status.ACCEPTED,
        (Status.LODGED, Move.REQUEST_COMPLETION): Status.COMPLETION_REQUESTED,
        (Status.LODGED, Move.DECLINE): Status.DECLINED,
        (Status.LODGED, Move.REFER): Status.LODGED,
        (Status.LODGED, Move.ASK_SUPPORT): Status.LODGED,
        (Status.LODGED, Move.WITHDRAW): Status.WITHDRAWN,
        (Status.COMPLETION_REQUESTED, Move.COMPLETE): Status.COMPLETED,
        (Status.COMPLETION_REQUESTED, Move.REFER): Status.COMPLETION_REQUESTED,
        (Status.COMPLETION_REQUESTED, Move.WITHDRAW): Status.WITHDRAWN,
        (Status.COMPLETED, Move.ACCEPT): Status.ACCEPTED,
        (Status.COMPLETED, Move.DEEM_ACCEPTED): Status.ACCEPTED,
        (Status.COMPLETED, Move.DECLINE): Status.DECLINED,
        (Status.COMPLETED, Move.REFER): Status.COMPLETED,
        (Status.COMPLETED, Move.ASK_SUPPORT): Status.COMPLETED,
        (Status.COMPLETED, Move.WITHDRAW): Status.WITHDRAWN,
        (Status.ACCEPTED, Move.REFER): Status.ACCEPTED,
        (Status.ACCEPTED, Move.ASK_SUPPORT): Status.ACCEPTED,
        (Status.ACCEPTED, Move.PAUSE): Status.ACCEPTED,
        (Status.ACCEPTED, Move.RESUME): Status.ACCEPTED,
        (Status.ACCEPTED, Move.EXTEND): Status.ACCEPTED,
        (Status.ACCEPTED, Move.APPROVE): Status.APPROVED,
        (Status.ACCEPTED, Move.REFUSE): Status.REFUSED,
        (Status.ACCEPTED, Move.WITHDRAW): Status.WITHDRAWN,
        (Status.APPROVED, Move.CLOSE): Status.CLOSED,
        (Status.REFUSED, Move.CLOSE): Status.CLOSED,
    }
)


def after(status: str, move: Move) -> Status:
    """Where `move` leads from `status`.

    Raises `DomainError` (`case.move_not_allowed`), naming what is possible instead.
    """
    found = TABLE.get((Status(status), move))
    if found is None:
        possible = [KINDS[other].name for other in moves_from(status) if KINDS[other].who is not Who.SYSTEM]
        raise Conflict(
            code="case.move_not_allowed",
            what=f"现在不能“{KINDS[move].name}”",
            why=f"办件目前的进度是“{Status(status).label}”",
            do=f"现在可以：{'、'.join(possible)}" if possible else "办件已经结束，如有新的请求请重新申请",
        )
    return found


def moves_from(status: str) -> tuple[Move, ...]:
    """The moves that the table knows from `status`, in the table's order."""
    return tuple(move for (start, move) in TABLE if start == status)
