"""What the section of failed messages adds to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="messages",
    urls="huigong.portals.desk.messages.urls",
    order=25,
    entries=(
        Entry(
            name="messages",
            title=_("没通知到的"),
            icon="phone",
            does=_("看哪些短信没有发到当事人手里，再发一次，或者换个办法告诉他。"),
            permission=Permission.CASE_DECIDE,
        ),
    ),
)
