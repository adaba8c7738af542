from django.apps import AppConfig

from huigong.portals.desk.figures.section import SECTION
from huigong.portals.desk.frame.sections import register


class FigurePagesConfig(AppConfig):
    name = "huigong.portals.desk.figures"
    label = "desk_figures"
    verbose_name = "指标"

    def ready(self) -> None:
        register(SECTION)
