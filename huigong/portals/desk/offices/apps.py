from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.offices.section import SECTION


class OfficePagesConfig(AppConfig):
    name = "huigong.portals.desk.offices"
    label = "desk_offices"
    verbose_name = "部门"

    def ready(self) -> None:
        register(SECTION)
