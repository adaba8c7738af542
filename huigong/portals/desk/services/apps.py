from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.services.section import SECTION


class ServicesConfig(AppConfig):
    name = "huigong.portals.desk.services"
    label = "desk_services"
    verbose_name = "事项目录"

    def ready(self) -> None:
        register(SECTION)
