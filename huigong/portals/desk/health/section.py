"""What the section of health adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="health",
    urls="huigong.portals.desk.health.urls",
    order=92,
    entries=(
        Entry(
            name="health",
            title=_("系统状况"),
            icon="tools",
            does=_("看封存、例行任务、短信、备份、磁盘、政策资料包和节假日表是不是都正常。"),
            permission=Permission.ACCOUNT_MANAGE,
        ),
    ),
)
