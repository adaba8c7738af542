from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.texts.section import SECTION


class TextPagesConfig(AppConfig):
    name = "huigong.portals.desk.texts"
    label = "desk_texts"
    verbose_name = "消息和短信"

    def ready(self) -> None:
        register(SECTION)
