"""What the events of a case outside its procedure are called; procedures name their own moves."""

ASSIGNED = "casework.task.assigned"
SUCCEEDED = "casework.case.succeeded"
CLOCKS_MOVED = "casework.clocks.moved"
EVENTS = {
    ASSIGNED: "分派经办人",
    "casework.task.support_answered": "协办答复",
    SUCCEEDED: "部门撤并，由承接部门办",
    CLOCKS_MOVED: "当地放假调休，期限重算",
    "casework.case.linked": "关联另一件",
    "casework.case.split": "分案",
    "casework.case.split_off": "从另一件分出",
    "casework.case.joined": "并入另一件",
    "casework.case.took_in": "另一件并入",
    "casework.ledger.corrected": "用工登记更正，请看内部记录",
    "casework.agent.left": "代办人不能再代办，退出",
}
WORDS = {
    **EVENTS,
    "casework.note.written": "写内部记录",
    "casework.list.saved": "存下清单",
    "casework.list.dropped": "删掉存下的清单",
    "casework.list.exported": "导出任务清单",
    "casework.case.opened": "立案",
    "casework.clocks.recomputed": "重算期限",
}
