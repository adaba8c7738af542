"""What the events of this folder are called."""

WORDS = {
    "safeguards.zeros.exported": "导出三个清零看板",
    "safeguards.calls.drawn": "抽签抽出要回访的工人",
    "safeguards.call.looked": "看要回访的人的姓名和电话",
    "safeguards.call.answered": "登记回访结果",
}
