"""What the section of offices adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="offices",
    urls="huigong.portals.desk.offices.urls",
    order=91,
    entries=(
        Entry(
            name="offices",
            title=_("部门和窗口"),
            icon="house",
            does=_("改部门和窗口的名称、地址、电话、上班时间，撤并、恢复部门。"),
            permission=Permission.PLACE_MANAGE,
        ),
    ),
)
