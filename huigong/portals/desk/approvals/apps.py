from django.apps import AppConfig

from huigong.portals.desk.approvals.section import SECTION
from huigong.portals.desk.frame.sections import register


class ApprovalPagesConfig(AppConfig):
    name = "huigong.portals.desk.approvals"
    label = "desk_approvals"
    verbose_name = "查看批准"

    def ready(self) -> None:
        register(SECTION)
