"""What the trail's verbs say on a case page, and what a status means to the person who waits."""

from __future__ import annotations

from huigong.casework.models import Case

ASSIGNED = "casework.task.assigned"
EVENTS = {
    "casework.application.lodged": "提交申请",
    "casework.case.accepted": "受理",
    "casework.case.deemed_accepted": "逾期未答复，视为受理",
    "casework.case.completion_requested": "要求补正",
    "casework.case.completed": "提交补正材料",
    "casework.case.declined": "不予受理",
    "casework.case.referred": "转办",
    "casework.case.withdrawn": "申请人撤回",
    "casework.case.approved": "决定：同意",
    "casework.case.refused": "决定：不同意",
    "casework.case.closed": "结果送达",
    "casework.task.support_asked": "请求协办",
    "casework.task.support_answered": "协办答复",
    ASSIGNED: "分派经办人",
    "casework.clock.paused": "暂停计时",
    "casework.clock.resumed": "恢复计时",
    "casework.clock.extended": "延长期限",
}

NEXT_STEPS = {
    Case.Status.LODGED: "等部门看材料，您现在不用做什么",
    Case.Status.COMPLETION_REQUESTED: "请您补齐材料，补齐以后才能接着办",
    Case.Status.COMPLETED: "补的材料已收到，等部门答复",
    Case.Status.ACCEPTED: "部门正在办，办好会告诉您",
    Case.Status.DECLINED: "部门没有受理，原因写在下面",
    Case.Status.APPROVED: "办成了，请按下面说的领取结果",
    Case.Status.REFUSED: "没有办成，原因和下一步写在下面",
    Case.Status.WITHDRAWN: "您已撤回，需要时可以重新申请",
    Case.Status.CLOSED: "已经办完",
}
