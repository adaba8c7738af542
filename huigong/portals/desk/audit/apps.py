from django.apps import AppConfig

from huigong.portals.desk.audit.section import SECTION
from huigong.portals.desk.frame.sections import register


class AuditPagesConfig(AppConfig):
    name = "huigong.portals.desk.audit"
    label = "desk_audit"
    verbose_name = "审计"

    def ready(self) -> None:
        register(SECTION)
