from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.records.section import SECTION


class RecordPagesConfig(AppConfig):
    name = "huigong.portals.desk.records"
    label = "desk_records"
    verbose_name = "登记记录"

    def ready(self) -> None:
        register(SECTION)
