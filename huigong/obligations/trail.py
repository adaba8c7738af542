"""What the events of this folder are called."""

WORDS = {
    "obligations.noted": "登记义务的情况",
    "obligations.excused": "批准免办一次",
    "obligations.handed_over": "义务转给另一个部门",
    "obligations.list.exported": "导出到期清单",
    "obligations.followed": "义务随人转到新住处",
    "obligations.looked_over": "推算到期的义务",
}
