"""What the events of this folder are called."""

WORDS = {
    "catalogue.register.screened": "登记筛查",
    "catalogue.news.told": "告知新符合事项",
    "catalogue.news.taken_back": "撤回一次告知",
}
