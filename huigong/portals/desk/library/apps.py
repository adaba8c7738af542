from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.library.section import SECTION


class LibraryConfig(AppConfig):
    name = "huigong.portals.desk.library"
    label = "desk_library"
    verbose_name = "政策库"

    def ready(self) -> None:
        register(SECTION)
