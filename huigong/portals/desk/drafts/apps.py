from django.apps import AppConfig

from huigong.portals.desk.drafts.section import SECTION
from huigong.portals.desk.frame.sections import register


class DraftsConfig(AppConfig):
    name = "huigong.portals.desk.drafts"
    label = "desk_drafts"
    verbose_name = "文件草稿"

    def ready(self) -> None:
        register(SECTION)
