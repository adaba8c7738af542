"""What the section of wages adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section
from huigong.wages.warnings.access import watches

SECTION = Section(
    id="wages",
    urls="huigong.portals.desk.wages.urls",
    order=14,
    entries=(
        Entry(
            name="wages",
            title=_("欠薪预警"),
            icon="money",
            does=_("看哪个项目的工资要出问题，五本账对不上的在哪几行，需要的由预警立案。"),
            permission=Permission.CASE_DECIDE,
            offered=watches,
        ),
    ),
)
