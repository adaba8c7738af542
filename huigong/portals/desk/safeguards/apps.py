from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.safeguards.section import SECTION


class SafeguardPagesConfig(AppConfig):
    name = "huigong.portals.desk.safeguards"
    label = "desk_safeguards"
    verbose_name = "欠薪清零"

    def ready(self) -> None:
        register(SECTION)
