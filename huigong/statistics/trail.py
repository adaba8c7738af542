"""What the events of this folder are called."""

WORDS = {
    "statistics.figure.published": "公布一个指标的数",
    "statistics.figure.revised": "修订公布过的数",
}
