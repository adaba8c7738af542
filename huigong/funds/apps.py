from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "huigong.funds"
    label = "funds"
    verbose_name = "资金"

    def ready(self) -> None:
        """Money is told of in the trail, and `pack check` reads its declarations."""
        from huigong.audit import words
        from huigong.funds.trail import WORDS

        words.register(WORDS)
