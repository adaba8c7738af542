from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.parts import casesections
from huigong.portals.desk.wages.section import SECTION


class WagePagesConfig(AppConfig):
    name = "huigong.portals.desk.wages"
    label = "desk_wages"
    verbose_name = "欠薪预警"

    def ready(self) -> None:
        from huigong.portals.desk.wages.incase import IN_CASE

        register(SECTION)
        casesections.register(IN_CASE)
