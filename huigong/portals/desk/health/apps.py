from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.health.section import SECTION


class HealthPagesConfig(AppConfig):
    name = "huigong.portals.desk.health"
    label = "desk_health"
    verbose_name = "系统状况"

    def ready(self) -> None:
        register(SECTION)
