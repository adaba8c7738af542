"""What the section of retention adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="retention",
    urls="huigong.portals.desk.retention.urls",
    order=95,
    entries=(
        Entry(
            name="retention",
            title=_("保存期限"),
            icon="paper",
            does=_("看各种内容留多久、依据是什么、多少已经到期，定本地的期限；个人要求删的，看什么能删。"),
            permission=Permission.PLACE_MANAGE,
        ),
    ),
)
