from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.obligations.section import SECTION


class ObligationPagesConfig(AppConfig):
    name = "huigong.portals.desk.obligations"
    label = "desk_obligations"
    verbose_name = "到期的事"

    def ready(self) -> None:
        register(SECTION)
