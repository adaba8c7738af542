"""What the events of this folder are called."""

WORDS = {
    "feedback.rating.given": "评价办理结果",
    "feedback.rating.changed": "改评价",
}
