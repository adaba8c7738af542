from django.apps import AppConfig

from huigong.portals.desk.duplicates.section import SECTION
from huigong.portals.desk.frame.sections import register


class DuplicatePagesConfig(AppConfig):
    name = "huigong.portals.desk.duplicates"
    label = "desk_duplicates"
    verbose_name = "疑似重复"

    def ready(self) -> None:
        register(SECTION)
