"""What the section of letters adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="letters",
    urls="huigong.portals.desk.letters.urls",
    order=22,
    entries=(
        Entry(
            name="letters",
            title=_("文书"),
            icon="print",
            does=_("发出还欠着的文书，一次印好当天的，登记送达。"),
            permission=Permission.CASE_DECIDE,
        ),
    ),
)
