"""The follow-up of a bad rating: an office asks what went wrong, puts it right or explains it, and says so."""

from __future__ import annotations

from dataclasses import replace

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import (
    OPENED,
    After,
    ClockRule,
    Move,
    Owner,
    Phase,
    Procedure,
    Stage,
    Status,
    Weight,
    Who,
)
from huigong.feedback.rules import Rules
from huigong.kernel.regions import NATION

_NAME = "rating-follow-up"
_STAGE, _WAITING, _RIGHTED, _EXPLAINED = "回访", "待回访", "已改正", "已说明"
_FOUND = Field("found", "查到的情况", FieldKind.LONG, help="只给办的人看。")


def procedure_id(region: str) -> str:
    """The procedure of a region that has rules of its own."""
    return _NAME if region == NATION else f"{_NAME}-{region}"


def is_follow_up(procedure: str) -> bool:
    """Whether cases of this procedure follow up a bad rating."""
    return procedure == _NAME or procedure.startswith(f"{_NAME}-")


def procedure_of(stated: Rules) -> Procedure:
    """The procedure with the length and the office that the packs say."""
    clock = ClockRule(OPENED, Length("", given=stated.within))
    return Procedure(
        id=procedure_id(stated.region),
        version=1,  # office and last day stand on the case from its opening, so changed rules hold for later ones
        region=stated.region,
        name="差评回访",
        statuses=(
            Status(_WAITING, "等待回访", "您的评价有人在看，会联系您", Phase.RECEIVED, (_STAGE,)),
            Status(_RIGHTED, "已改正", "已经改正，怎么改的写在下面", Phase.DONE),
            Status(_EXPLAINED, "已说明", "已经说明，原因写在下面", Phase.DONE),
        ),
        stages=(Stage(_STAGE, "有人联系您、把事情弄清楚", clock),),
        moves=_MOVES,
        opened_by=frozenset({Origin.REPORT}),
        by_hand=False,
        parties={Role.APPLICANT: frozenset({PartyKind.PERSON})},
        owner=Owner(stated.answers),
        opened="feedback.follow_up.opened",
        opened_trail="差评，开始回访",
    )


_MOVES = (
    Move(
        "righted",
        "登记已改正",
        (_WAITING,),
        _RIGHTED,
        form=(_FOUND,),
        effects=("tell",),
        verb="feedback.follow_up.righted",
        trail="已改正，告诉了本人",
        done="已登记，本人会看到您写的话。",
        weight=Weight.MAIN,
    ),
    Move(
        "explained",
        "登记已说明",
        (_WAITING,),
        _EXPLAINED,
        form=(_FOUND,),
        effects=("tell",),
        verb="feedback.follow_up.explained",
        trail="已说明，告诉了本人",
        done="已登记，本人会看到您写的话。",
    ),
    replace(STANDARD.move("refer"), starts=(_WAITING,)),
    Move(
        "late",
        "逾期上交",
        (_WAITING,),
        who=Who.SYSTEM,
        permission=None,
        effects=("escalate",),
        after=After(_STAGE),
        verb="feedback.follow_up.late",
    ),
)
