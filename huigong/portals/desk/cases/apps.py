from django.apps import AppConfig

from huigong.portals.desk.cases.section import SECTION
from huigong.portals.desk.frame.sections import register


class CasesConfig(AppConfig):
    name = "huigong.portals.desk.cases"
    label = "desk_cases"
    verbose_name = "办件"

    def ready(self) -> None:
        register(SECTION)
