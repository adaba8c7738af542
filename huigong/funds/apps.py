from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "huigong.funds"
    label = "funds"
    verbose_name = "资金"

    def ready(self) -> None:
        """Money is told of in the trail, and `pack check` reads its declarations."""
        from huigong.audit import expectations, words
        from huigong.casework.procedures import effects
        from huigong.catalogue.checking import beside
        from huigong.declarations import locking
        from huigong.funds import browsing, checking, declaring, occasions, paying
        from huigong.funds.actions import deposits
        from huigong.funds.owncopy import PART
        from huigong.funds.trail import WORDS
        from huigong.messages import occasions as told
        from huigong.registry import happenings, owncopy

        words.register(WORDS)
        expectations.expect("资金", browsing.subjects)
        told.register(*occasions.ALL)
        effects.declare(paying.RESERVE, paying.reserve_payment)
        owncopy.declare(PART)
        happenings.hear(deposits.end_by)
        beside.register(checking.check)
        locking.register(declaring.SECTION, declaring.released)
