"""What the events of this folder are called."""

WORDS = {
    "personal_data.read": "查看个人信息",
    "personal_data.refused": "想看个人信息，没有准许",
    "audit.exported": "导出审计记录",
    "audit.resealed": "换用新密钥",
}
