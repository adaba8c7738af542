"""What the section of people who may stand twice adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="duplicates",
    urls="huigong.portals.desk.duplicates.urls",
    order=32,
    entries=(
        Entry(
            name="duplicates",
            title=_("疑似重复"),
            icon="compare",
            does=_("两份档案可能是同一个人的，放在一起看，定下是不是同一个人。"),
            permission=Permission.PERSON_REGISTER,
        ),
    ),
)
