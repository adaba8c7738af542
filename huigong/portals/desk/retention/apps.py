from django.apps import AppConfig

from huigong.portals.desk.frame.sections import register
from huigong.portals.desk.retention.section import SECTION


class RetentionPagesConfig(AppConfig):
    name = "huigong.portals.desk.retention"
    label = "desk_retention"
    verbose_name = "保存期限"

    def ready(self) -> None:
        register(SECTION)
