"""What the section of ratings adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="ratings",
    urls="huigong.portals.desk.ratings.urls",
    order=24,
    entries=(
        Entry(
            name="ratings",
            title=_("群众评价"),
            icon="people",
            does=_("看各部门的办理结果得到什么评价，只有数字，没有名字。"),
            permission=Permission.DUTY_BOARD_READ,
        ),
    ),
)
