"""What the section of people adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="people",
    urls="huigong.portals.desk.people.urls",
    order=30,
    entries=(
        Entry(
            name="person-find",
            title=_("查找人员"),
            icon="people",
            does=_("按号码或姓名找来办事的人，看档案和办件；每次查看都留记录。"),
            permission=Permission.PERSON_FIND,
            starts=frozenset({Permission.PERSON_REGISTER}),
        ),
        Entry(
            name="person-new",
            title=_("登记人员"),
            icon="person",
            does=_("给第一次来的人登记；换手机号、改住处在本人的档案里办。"),
            permission=Permission.PERSON_REGISTER,
        ),
    ),
)
