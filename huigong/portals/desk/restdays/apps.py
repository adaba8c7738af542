from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.restdays.section import SECTION


class RestDayPagesConfig(AppConfig):
    name = "huigong.portals.desk.restdays"
    label = "desk_restdays"
    verbose_name = "放假调休"

    def ready(self) -> None:
        register(SECTION)
