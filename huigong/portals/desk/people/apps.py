from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.people.section import SECTION


class PeopleConfig(AppConfig):
    name = "huigong.portals.desk.people"
    label = "desk_people"
    verbose_name = "人员"

    def ready(self) -> None:
        from huigong.portals.desk.people import counterfiles, counterforms

        register(SECTION)
        counterfiles.register(counterforms.begun)
