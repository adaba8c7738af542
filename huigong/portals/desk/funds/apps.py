from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.funds.section import SECTION


class FundPagesConfig(AppConfig):
    name = "huigong.portals.desk.funds"
    label = "desk_funds"
    verbose_name = "资金"

    def ready(self) -> None:
        register(SECTION)
