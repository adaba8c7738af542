from django.apps import AppConfig


class WagesConfig(AppConfig):
    name = "huigong.wages"
    label = "wages"
    verbose_name = "工资"

    def ready(self) -> None:
        """The packs are asked whether the law on who must pay comes out as its examples say."""
        from huigong.catalogue.checking import beside
        from huigong.wages.liability import checking
        from huigong.wages.warnings import checking as warnings

        beside.register(checking.check)
        beside.register(warnings.check)
