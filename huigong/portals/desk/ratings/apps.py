from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.ratings.section import SECTION


class RatingPagesConfig(AppConfig):
    name = "huigong.portals.desk.ratings"
    label = "desk_ratings"
    verbose_name = "评价"

    def ready(self) -> None:
        register(SECTION)
