"""What the events of this folder are called."""

WORDS = {
    "safeguards.zeros.exported": "导出三个清零看板",
}
