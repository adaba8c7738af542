from django.apps import AppConfig


class WagesConfig(AppConfig):
    name = "huigong.wages"
    label = "wages"
    verbose_name = "工资"

    def ready(self) -> None:
        """The packs are asked whether the law on who must pay and the warnings come out as their examples say."""
        from huigong.audit import expectations, words
        from huigong.catalogue.checking import beside
        from huigong.kernel import retention, routines
        from huigong.kernel.routines import Routine, Turn
        from huigong.registry import owncopy
        from huigong.wages import complaining, names, queries, retaining
        from huigong.wages.actions import warnings
        from huigong.wages.filing import checking as filed
        from huigong.wages.liability import checking
        from huigong.wages.owncopy import PART
        from huigong.wages.trail import WORDS
        from huigong.wages.warnings import checking as declared

        words.register(WORDS)
        beside.register(checking.check)
        beside.register(declared.check)
        beside.register(names.check)
        beside.register(complaining.check)
        beside.register(filed.check)
        owncopy.declare(PART)
        retention.register(retaining.KIND, retaining.MONTHS)
        expectations.expect("报送月份", queries.subjects)
        routines.register(
            Routine("wage_warnings", warnings.look_over, Turn.RECKON, told="有变化的欠薪预警 {} 条。")
        )
