"""What the events of this folder are called."""

WORDS = {
    "personal_data.read": "查看个人信息",
    "audit.exported": "导出审计记录",
    "audit.resealed": "换用新密钥",
}
