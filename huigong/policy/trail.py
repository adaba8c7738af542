"""What the events of this folder are called."""

WORDS = {
    "policy.reading.saved": "存入读件",
    "policy.draft.begun": "起草文件",
    "policy.draft.clause_corrected": "修改草稿条款",
    "policy.draft.clause_confirmed": "确认草稿条款",
    "policy.draft.head_corrected": "修改草稿文件信息",
    "policy.draft.confirmed": "确认文件",
    "policy.draft.dropped": "放弃草稿",
}
