from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "huigong.statistics"
    label = "statistics"
    verbose_name = "统计"

    def ready(self) -> None:
        """The packs are asked whether their indicators can be counted."""
        from huigong.audit import words
        from huigong.catalogue.checking import beside
        from huigong.statistics import checking
        from huigong.statistics.trail import WORDS

        words.register(WORDS)
        beside.register(checking.check)
