"""The standard procedure: an application is taken in, decided, and the answer handed over (AL arts. 26-45)."""

from __future__ import annotations

from enum import StrEnum

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.terms import (
    After,
    DecisionKind,
    DecisionRule,
    Move,
    MoveWords,
    Overtaken,
    Phase,
    Procedure,
    Stage,
    Status,
    Weight,
    Who,
)
from huigong.directory.permissions import Permission


class At(StrEnum):
    """Where a case of the standard procedure may stand."""

    LODGED = "lodged"
    COMPLETION_REQUESTED = "completion_requested"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What the standard procedure decides."""

    APPROVED = "approved"
    REFUSED = "refused"
    DECLINED = "declined"
    CORRECTED = "corrected"
    REVOKED = "revoked"


_INTAKE, _DECISION, _DELIVERY = "受理", "办理", "送达"
_STATUSES = (
    Status(At.LODGED, "已提交", "等部门看材料，您现在不用做什么", Phase.RECEIVED, (_INTAKE,)),
    Status(At.COMPLETION_REQUESTED, "待补正", "请您补齐材料，补齐以后才能接着办", Phase.WAITING, (_INTAKE,)),
    Status(At.COMPLETED, "已补正", "补的材料已收到，等部门答复", Phase.RECEIVED, (_INTAKE,)),
    Status(At.ACCEPTED, "办理中", "部门正在办，办好会告诉您", Phase.WORKING, (_DECISION,)),
    Status(At.DECLINED, "不予受理", "部门没有受理，原因写在下面", Phase.TURNED_DOWN),
    Status(
        At.APPROVED,
        "已同意",
        "办成了，请按下面说的领取结果",
        Phase.DONE,
        (_DELIVERY,),
        complaint=("已处理", "部门查完了，怎样处理写在下面；说好的事到期没有做的，请告诉部门"),
    ),
    Status(
        At.REFUSED,
        "未同意",
        "没有办成，原因和下一步写在下面",
        Phase.TURNED_DOWN,
        (_DELIVERY,),
        complaint=("未支持", "部门没有支持您的投诉，原因和下一步写在下面"),
    ),
    Status(At.WITHDRAWN, "已撤回", "您已撤回，需要时可以重新申请", Phase.LEFT),
    Status(At.CLOSED, "已送达", "已经办完", Phase.DONE),
)
_STAGES = (
    Stage(_INTAKE, "部门受理", words_by_time="部门没有及时答复，依法算作已受理"),
    Stage(_DECISION, "部门作出决定"),
    Stage(_DELIVERY, "结果送到您手里"),
)
_NOT_TAKEN_IN = (At.LODGED, At.COMPLETED)
_DECIDED = (At.DECLINED, At.APPROVED, At.REFUSED, At.CLOSED)
_OPEN = (At.LODGED, At.COMPLETION_REQUESTED, At.COMPLETED, At.ACCEPTED)
_LODGE = Permission.APPLICATION_LODGE
_SAYS = Field(
    "says",
    "要告诉部门的话",
    FieldKind.LONG,
    required=False,
    help="例如：单位叫什么、哪几个月没发。只写这一样也可以交。",
)

# In the order of the page: what moves the case on comes first, what ends it against the person last.
# AL art. 32 lets an office ask for completion once: hence `completed` is a status of its own, without that move.
_MOVES = (
    Move(
        "accept",
        "受理",
        _NOT_TAKEN_IN,
        At.ACCEPTED,
        effects=("take_in",),
        overtaken=Overtaken.REPLACED,
        verb="casework.case.accepted",
        done="已受理，办理期限开始计算。",
        weight=Weight.MAIN,
    ),
    Move(
        "deem_accepted",
        "视为受理",
        _NOT_TAKEN_IN,
        At.ACCEPTED,
        who=Who.SYSTEM,
        permission=None,
        effects=("take_in",),
        after=After("acceptance", outcome="deemed_accepted"),
        verb="casework.case.deemed_accepted",
        trail="逾期未答复，视为受理",
    ),
    Move(
        "approve",
        "同意",
        (At.ACCEPTED,),
        At.APPROVED,
        effects=("decide", "write_facts"),
        decision=DecisionRule(DecisionKind.FINAL, Verdict.APPROVED, "同意", favourable=True),
        verb="casework.case.approved",
        trail="决定：同意",
        button="同意申请",
        done="已作出同意的决定。",
        weight=Weight.MAIN,
        complaint=MoveWords("处理", "作出处理决定", done="已记下处理决定。"),
    ),
    Move(
        "close",
        "登记送达",
        (At.APPROVED, At.REFUSED),
        At.CLOSED,
        effects=("deliver",),
        verb="casework.case.closed",
        trail="结果送达",
        done="已登记送达。",
        weight=Weight.MAIN,
    ),
    Move(
        "resume",
        "恢复计时",
        (At.ACCEPTED,),
        effects=("resume",),
        verb="casework.clock.resumed",
        done="期限恢复计算。",
        weight=Weight.MAIN,
    ),
    Move(
        "complete",
        "提交补正",
        (At.COMPLETION_REQUESTED,),
        At.COMPLETED,
        who=Who.PARTY,
        permission=_LODGE,
        roles=(Role.APPLICANT, Role.AGENT),
        form=(_SAYS,),
        effects=("complete",),
        verb="casework.case.completed",
        trail="提交补正",
        button="补内容、补材料",
        done="已收下，部门会接着办。",
        weight=Weight.MAIN,
    ),
    Move(
        "add",
        "补充内容",
        (At.LODGED, At.COMPLETED, At.ACCEPTED),
        who=Who.PARTY,
        permission=_LODGE,
        roles=(Role.APPLICANT, Role.AGENT),
        form=(_SAYS,),
        effects=("add",),
        verb="casework.case.added_to",
        trail="申请人补充内容",
        advice="想起来的、后来知道的，都可以补。期限照算，不重新开始。",
        done="已收下，部门会看到。",
    ),
    Move(
        "request_completion",
        "要求补正",
        (At.LODGED,),
        At.COMPLETION_REQUESTED,
        effects=("request_completion",),
        overtaken=Overtaken.REFUSED,
        verb="casework.case.completion_requested",
        done="已要求补正。",
    ),
    Move(
        "finish_step",
        "登记一步办完",
        (At.LODGED, At.COMPLETED, At.ACCEPTED),
        effects=("finish_step",),
        verb="casework.case.step_finished",
        trail="一步办完",
        done="已登记，下一步的期限开始计算。",
    ),
    Move(
        "ask_support",
        "请求协办",
        (At.LODGED, At.COMPLETED, At.ACCEPTED),
        effects=("ask_support",),
        verb="casework.task.support_asked",
        done="已请求协办，本部门仍负责答复申请人。",
    ),
    Move(
        "pause",
        "暂停计时",
        (At.ACCEPTED,),
        effects=("pause",),
        verb="casework.clock.paused",
        button="暂停计算期限",
        done="期限已暂停计算。",
    ),
    Move(
        "extend",
        "延长期限",
        (At.ACCEPTED,),
        effects=("extend",),
        verb="casework.clock.extended",
        done="期限已延长。",
    ),
    Move(
        "refer",
        "转办",
        _OPEN,
        permission=Permission.CASE_REFER,
        effects=("refer",),
        verb="casework.case.referred",
        done="已转办，对方成为责任部门。",
        not_kin=False,
    ),
    Move(
        "refuse",
        "不同意",
        (At.ACCEPTED,),
        At.REFUSED,
        effects=("decide",),
        decision=DecisionRule(
            DecisionKind.FINAL, Verdict.REFUSED, "不同意", favourable=False, notice="不予同意决定书"
        ),
        verb="casework.case.refused",
        trail="决定：不同意",
        button="不同意申请",
        done="已作出不同意的决定。",
        weight=Weight.DANGER,
        complaint=MoveWords("不支持", "不支持投诉", done="已作出不支持投诉的决定。"),
    ),
    Move(
        "decline",
        "不予受理",
        _NOT_TAKEN_IN,
        At.DECLINED,
        effects=("decide",),
        overtaken=Overtaken.REFUSED,
        decision=DecisionRule(
            DecisionKind.ACCEPTANCE, Verdict.DECLINED, "不予受理", favourable=False, notice="不予受理决定书"
        ),
        verb="casework.case.declined",
        done="已作出不予受理的决定。",
        weight=Weight.DANGER,
    ),
    Move(
        "correct",
        "更正决定",
        _DECIDED,
        form=(Field("corrected", "更正为", FieldKind.LONG, help="原来写成什么，现在是什么。"),),
        effects=("correct", "decide"),
        decision=DecisionRule(DecisionKind.CORRECTION, Verdict.CORRECTED, "更正", notice="更正决定书"),
        verb="casework.decision.corrected",
        trail="更正决定",
        advice="只改写错、算错的地方；结果要变的，请撤销以后重新办理。",
        done="已更正，原来的决定留在记录里。",
    ),
    Move(
        "revoke",
        "撤销决定，重新办理",
        _DECIDED,
        At.ACCEPTED,
        effects=("correct", "decide", "reopen"),
        decision=DecisionRule(
            DecisionKind.REVOCATION, Verdict.REVOKED, "撤销原决定，重新办理", notice="撤销决定书"
        ),
        verb="casework.decision.revoked",
        trail="撤销决定，重新办理",
        advice="原来的决定从今天起不算数，期限重新计算，要另作决定。",
        done="已撤销原来的决定，办件重新在办。",
        weight=Weight.DANGER,
    ),
    Move(
        "withdraw",
        "撤回申请",
        _OPEN,
        At.WITHDRAWN,
        who=Who.PARTY,
        permission=_LODGE,
        roles=(Role.APPLICANT, Role.AGENT),
        verb="casework.case.withdrawn",
        trail="申请人撤回",
        advice="撤回以后这件事就停了。以后还可以再申请。",
        done="已经撤回。以后需要还可以再申请。",
        weight=Weight.DANGER,
        complaint=MoveWords(
            "撤回投诉",
            "撤回投诉",
            advice="撤回以后这件事就停了。以后还可以再投诉。",
            done="已经撤回。以后需要还可以再投诉。",
        ),
    ),
)
_ONE_PERSON = frozenset({PartyKind.PERSON})

STANDARD = Procedure(
    id="standard",
    version=1,
    name="一般办理程序",
    statuses=_STATUSES,
    moves=_MOVES,
    opened_by=frozenset({Origin.APPLICATION}),
    parties={
        Role.APPLICANT: _ONE_PERSON,
        Role.RESPONDENT: frozenset({PartyKind.PERSON, PartyKind.EMPLOYER, PartyKind.OFFICE}),
        Role.AGENT: _ONE_PERSON,
    },
    stages=_STAGES,
    opened="casework.application.lodged",
    opened_trail="提交申请",
)
