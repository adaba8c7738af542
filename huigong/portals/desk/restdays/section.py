"""What the section of days off adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="restdays",
    urls="huigong.portals.desk.restdays.urls",
    order=93,
    entries=(
        Entry(
            name="restdays",
            title=_("放假调休"),
            icon="late",
            does=_("看哪些日子放假、调休，登记只有本地才有的，先看哪些办件的期限会变。"),
            permission=Permission.PLACE_MANAGE,
        ),
    ),
)
