from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.letters.section import SECTION


class LetterPagesConfig(AppConfig):
    name = "huigong.portals.desk.letters"
    label = "desk_letters"
    verbose_name = "文书"

    def ready(self) -> None:
        register(SECTION)
