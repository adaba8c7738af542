"""What the section of registers adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section
from huigong.records.shelf import book

SECTION = Section(
    id="records",
    urls="huigong.portals.desk.records.urls",
    order=34,
    entries=(
        Entry(
            name="records",
            title=_("登记"),
            icon="card",
            does=_("看本部门登记和能看的各种记录，登记发生的事，更正写错的。"),
            permission=Permission.RECORD_READ,
            offered=lambda viewer: bool(book().ids),
        ),
    ),
)
