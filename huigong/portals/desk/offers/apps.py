from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.offers.section import SECTION


class OfferPagesConfig(AppConfig):
    name = "huigong.portals.desk.offers"
    label = "desk_offers"
    verbose_name = "名额"

    def ready(self) -> None:
        register(SECTION)
