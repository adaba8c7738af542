from django.apps import AppConfig

from huigong.portals.desk.duties.section import SECTION
from huigong.portals.desk.frame.sections import register


class DutiesConfig(AppConfig):
    name = "huigong.portals.desk.duties"
    label = "desk_duties"
    verbose_name = "职责看板"

    def ready(self) -> None:
        register(SECTION)
