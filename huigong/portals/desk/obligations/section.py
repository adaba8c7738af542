"""What the section of obligations adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.obligations.declaring.reading import book
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="obligations",
    urls="huigong.portals.desk.obligations.urls",
    order=12,
    entries=(
        Entry(
            name="obligations",
            title=_("到期的事"),
            icon="near",
            does=_("看本部门要按期办的走访、检查、签注，登记办了没有，外出带上今天的清单。"),
            permission=Permission.TASK_SUPPORT,
            offered=lambda viewer: bool(book().shelf.ids),
        ),
    ),
)
