"""What the section of tasks and cases adds to the desk."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huigong.casework.queries.openable import may_open
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.portals.desk.frame.sections import Entry, Section


def something_to_open(viewer: Principal) -> bool:
    """Whether a procedure in force today lets the viewer open a case without an application."""
    return may_open(viewer, on=timezone.localdate())


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
        Entry(
            name="case-open",
            title=_("立案"),
            icon="paper",
            does=_("收到举报、检查发现问题、出现预警时，不等申请就立案。"),
            permission=Permission.CASE_READ,
            offered=something_to_open,
        ),
    ),
)
