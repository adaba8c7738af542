from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "huigong.funds"
    label = "funds"
    verbose_name = "资金"

    def ready(self) -> None:
        """Money is told of in the trail, and `pack check` reads its declarations."""
        from huigong.audit import words
        from huigong.catalogue.checking import beside
        from huigong.declarations import locking
        from huigong.funds import checking, declaring
        from huigong.funds.trail import WORDS

        words.register(WORDS)
        beside.register(checking.check)
        locking.register(declaring.SECTION, declaring.released)
