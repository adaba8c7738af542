from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.messages.section import SECTION


class MessagePagesConfig(AppConfig):
    name = "huigong.portals.desk.messages"
    label = "desk_messages"
    verbose_name = "没通知到的"

    def ready(self) -> None:
        register(SECTION)
