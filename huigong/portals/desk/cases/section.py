"""What the section of tasks and cases adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="cases",
    urls="huigong.portals.desk.cases.urls",
    order=10,
    entries=(
        Entry(
            name="tasks",
            title=_("我的任务"),
            icon="list",
            does=_("看等着办的办件，先到期的在前面。"),
            permission=Permission.TASK_SUPPORT,
            starts=frozenset({Permission.CASE_DECIDE, Permission.TASK_SUPPORT}),
        ),
    ),
)
