"""What the policy library adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="library",
    urls="huigong.portals.desk.library.urls",
    order=40,
    entries=(
        Entry(
            name="library",
            title=_("政策库"),
            icon="library",
            does=_("读政策文件：条款、部门、目标。"),
            permission=Permission.LIBRARY_READ,
        ),
        Entry(
            name="coverage",
            title=_("覆盖"),
            icon="yes",
            does=_("看每一条政策有没有变成能办的事项。"),
            permission=Permission.LIBRARY_READ,
        ),
        Entry(
            name="compare",
            title=_("地区比较"),
            icon="compare",
            does=_("把几个地区的文件放在一起比。"),
            permission=Permission.LIBRARY_READ,
        ),
        Entry(
            name="lineage",
            title=_("文件脉络"),
            icon="lineage",
            does=_("看一份文件依据哪些文件，又有哪些文件依据它。"),
            permission=Permission.LIBRARY_READ,
        ),
    ),
)
