"""What the section of approvals adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="approvals",
    urls="huigong.portals.desk.approvals.urls",
    order=26,
    entries=(
        Entry(
            name="approvals",
            title=_("查看批准"),
            icon="lock",
            does=_("批准一个岗位为了什么事、到哪一天为止可以看人的完整内容；看孩子的都要批准。"),
            permission=Permission.LOOK_APPROVE,
        ),
    ),
)
